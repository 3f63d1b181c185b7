/* SPDX-License-Identifier: Apache-2.0 */
#include "web/call.h"

/* The one style sheet: the colours of the kiosk, and what a printer gets. Plain CSS for whoever changes the look. */

/* clang-format off */
const char ks_web_style[] =
":root{--bg:#F5F7F6;--surface:#FFF;--ink:#16211C;--ink2:#4A5751;--line:#CBD5CF;--edge:#6B7A73;--key:#0B5D4B;--pressed:#084638;\n"
"--soft:#E1F0EB;--ok:#1B6E3C;--okbg:#E3F4E8;--warn:#8A5A00;--warnbg:#FFF3D6;--bad:#B3261E;--badbg:#FDEAE8;--focus:#F2B705}\n"
"*{box-sizing:border-box}\n"
"body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.6 'BIZ UDPGothic','BIZ UDGothic','Noto Sans CJK JP',Meiryo,sans-serif}\n"
"a{color:var(--key);text-underline-offset:3px}\n"
":focus-visible{outline:3px solid var(--focus);outline-offset:2px}\n"
".skip{position:absolute;left:-99em}.skip:focus{left:1em;top:1em;background:#fff;padding:.5em}\n"
"header{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1.25rem;background:var(--surface);border-bottom:1px solid var(--line);padding:.6rem 2rem}\n"
"header .name{font-weight:bold;font-size:1.1rem;margin-right:.5rem}\n"
"header nav{display:flex;flex-wrap:wrap;gap:.25rem;flex:1}\n"
"header nav a{padding:.45rem .9rem;border-radius:8px;color:var(--ink2);text-decoration:none}\n"
"header nav a:hover{text-decoration:underline}\n"
"header nav a[aria-current]{background:var(--soft);color:var(--key);font-weight:bold}\n"
"header .who{color:var(--ink2);display:flex;align-items:center;gap:.75rem}\n"
"main{max-width:1300px;margin:0 auto;padding:1.5rem 2rem}\n"
".head{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1rem;margin-bottom:1rem}\n"
"h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:1.6rem 0 .6rem}\n"
".small{color:var(--ink2);font-size:.875rem}\n"
".card,.filters{background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:1rem 1.25rem;margin-bottom:1.25rem}\n"
".filters form{display:flex;flex-wrap:wrap;gap:.75rem 1rem;align-items:end}\n"
"label{display:block;font-size:.875rem;color:var(--ink2);margin-bottom:.2rem}\n"
"input,select,textarea,button,.button{font:inherit;color:inherit}\n"
"input,select,textarea{border:1px solid var(--edge);border-radius:8px;background:#fff;padding:.5rem .75rem;min-height:2.75rem;max-width:100%}\n"
"input[type=checkbox]{min-height:0;width:1.25rem;height:1.25rem;accent-color:var(--key)}\n"
"textarea{width:100%;min-height:5rem}\n"
"button,.button{display:inline-block;border:2px solid var(--key);border-radius:8px;background:#fff;color:var(--key);font-weight:bold;padding:.45rem 1rem;min-height:2.75rem;cursor:pointer;text-decoration:none}\n"
"button.main{background:var(--key);color:#fff}button.main:hover{background:var(--pressed)}\n"
"button.plain{border:0;background:none;font-weight:normal;text-decoration:underline;padding:.25rem;min-height:0}\n"
".tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));gap:1rem;margin-bottom:1.25rem}\n"
".tile{background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:1rem 1.25rem}\n"
".tile .what{font-size:.875rem;color:var(--ink2);margin:0}.tile .value{font-size:2.4rem;line-height:1.3;margin:0;font-weight:bold}\n"
".tile .value small{font-size:1.05rem;font-weight:normal}.tile .note{font-size:.875rem;color:var(--ink2);margin:0}\n"
".tile.bad{border:2px solid var(--bad)}.bad .value,.badtext{color:var(--bad)}.warn .value{color:var(--warn)}.ok .value{color:var(--ok)}\n"
".scroll{overflow-x:auto;background:var(--surface);border:1px solid var(--line);border-radius:12px;margin-bottom:1rem}\n"
"table{border-collapse:collapse;width:100%;font-size:.9375rem}\n"
"caption{position:absolute;left:-99em}\n"
"th{background:#EDF2EF;color:var(--ink2);text-align:left;font-size:.875rem;white-space:nowrap}\n"
"th,td{padding:.6rem .9rem;vertical-align:top}tbody tr{border-top:1px solid #E3EAE6}\n"
"th.num,td.num{text-align:right;white-space:nowrap}td.short,td.date{white-space:nowrap}td.strong{font-weight:bold;min-width:7em}td{min-width:4em}\n"
"svg.bar{width:13rem;height:.65rem;margin-right:.5rem;background:#DCE5E0;border-radius:99px}.bar path{stroke:var(--key);stroke-width:10}\n"
".state{display:inline-block;border-radius:99px;padding:.1rem .7rem;font-weight:bold;white-space:nowrap;background:#E3EAE6;color:var(--ink2)}\n"
".state.ok{background:var(--okbg);color:var(--ok)}.state.warn{background:var(--warnbg);color:var(--warn)}.state.bad{background:var(--badbg);color:var(--bad)}\n"
".notice,.good,.wrong{border-radius:12px;padding:1rem 1.25rem;margin-bottom:1.25rem;background:var(--warnbg);color:var(--warn);border:1px solid var(--warn)}\n"
".good{background:var(--okbg);color:var(--ok);border-color:var(--ok)}.wrong{background:var(--badbg);color:var(--bad);border-color:var(--bad)}\n"
".notice p,.good p,.wrong p{margin:.25rem 0 0}\n"
".two{display:grid;grid-template-columns:repeat(auto-fit,minmax(24rem,1fr));gap:1.25rem}\n"
".pager{display:flex;gap:1rem;align-items:center;justify-content:space-between;margin-bottom:1rem}\n"
".empty{text-align:center;padding:2.5rem 1rem}\n"
".letter{break-inside:avoid}.letter+.letter{border-top:1px dashed var(--line);margin-top:1.5rem;padding-top:1.5rem}\n"
"dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.25rem;margin:0}dt{color:var(--ink2)}dd{margin:0}\n"
"footer{max-width:1300px;margin:0 auto;padding:1rem 2rem 2rem;color:var(--ink2);font-size:.8125rem;display:flex;flex-wrap:wrap;justify-content:space-between;gap:.5rem}\n"
"body.door{display:grid;grid-template-columns:minmax(18rem,5fr) 7fr;min-height:100vh;background:var(--bg)}body.door header{display:block;background:var(--key);color:#fff;border:0;padding:12vh 10% 4rem;grid-row:1/3}\n"
"body.door header .name{font-size:2.4rem;line-height:1.4;display:block}body.door footer{align-self:end;width:100%}body.door header p{margin:1rem 0 0}\n"
"@media(max-width:50rem){body.door{display:block}body.door header{padding:1.5rem 2rem}}\n"
"body.door main{max-width:34rem;width:100%;padding-top:12vh}body.door input{width:100%;margin-bottom:1rem}body.door button{width:100%}\n"
"@page{size:A4 landscape;margin:12mm}\n"
"@media print{body{background:#fff;font-size:10pt}header nav,header form,.filters,.exports,.pager,.skip,.noprint{display:none}\n"
"header{padding:0 0 2mm;border-bottom:1pt solid #000}main,footer{max-width:none;padding:2mm 0}.scroll,.card,.tile{border-color:#888;border-radius:0;overflow:visible}\n"
"thead{display:table-header-group}tr{break-inside:avoid}th,td{padding:1mm 2mm}a{color:inherit;text-decoration:none}\n"
".state{border:1pt solid #888}.letter{break-after:page;border:0!important}}\n";
/* clang-format on */

void ks_page_style(struct ks_call *call)
{
	call->reply->content_type = "text/css; charset=utf-8";
	ks_buf_puts(&call->reply->body, ks_web_style);
}
