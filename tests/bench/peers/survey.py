#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""survey.py LESSON_DIR SITE_DIR N_QUESTIONS: the lesson and its quiz as a SurveyJS page.

The same words and pictures, at the same sizes, with the main button in the same corner: what somebody would build
who takes a browser and a form library. Progress is saved in localStorage at every step, the way SurveyJS documents it; an
answer is shown right or wrong when the server has it on its disk (serve.py).
"""
import html
import json
import os
import re
import shutil
import sys

STYLE = """
* { cursor: none !important; }
body { margin: 0; background: #f5f7f6; font-family: "BIZ UDGothic", sans-serif; color: #16211c; }
.sd-root-modern { --sjs-font-family: "BIZ UDGothic", sans-serif; --sjs-primary-backcolor: #0b5d4b; background: #f5f7f6; }
.sd-body.sd-body--static { max-width: 1720px; padding: 100px 0 150px 97px; margin: 0; }
.sd-html, .sd-html p, .sd-html li, .sd-html blockquote { font-size: 34px !important; line-height: 1.7; }
.sd-html { display: flex; gap: 60px; }
.sd-html .words { width: 980px; } .sd-html img { width: 650px; height: 490px; object-fit: contain; }
.sd-html h1 { font-size: 50px !important; line-height: 1.4; margin: 0 0 20px; } .sd-html p { margin: 0 0 20px; }
.sd-html blockquote { margin: 0; padding: 16px 28px; background: #e1f0eb; }
.sd-element__title, .sd-element__title *, .sd-item__control-label { font-size: 34px !important; line-height: 1.5 !important; }
.sd-selectbase { position: fixed; left: 140px; top: 470px; width: 1700px; }
.sd-selectbase .sd-item { height: 84px; box-sizing: border-box; }
.sd-navigation__prev-btn, .sd-navigation__next-btn { position: fixed; bottom: 25px; width: 260px; height: 102px;
	font-size: 34px !important; }
.sd-navigation__prev-btn { left: 48px; } .sd-navigation__next-btn { right: 48px; }
"""

SCRIPT = """
const survey = new Survey.Model(DEFINITION);
const why = REASONS;
survey.onCurrentPageChanging.add((s, o) => {
	const r = why[o.newCurrentPage.name];
	if (!r) return;
	const right = s.getValue(r.question) === r.right;
	o.newCurrentPage.questions[0].html = '<div class="words"><h1>' + (right ? '○ 正解です' : '× 不正解です') + '</h1><p>' +
		r.text + '</p></div>';
});
const save = (s) => localStorage.setItem('lesson', JSON.stringify({ page: s.currentPageNo, data: s.data }));
survey.onCurrentPageChanged.add(save);
survey.onValueChanged.add(save);
survey.onServerValidateQuestions.add((s, o) => {
	if (!s.currentPage.name.startsWith('question')) return o.complete();
	fetch('answer', { method: 'POST', body: JSON.stringify(s.data) }).then(() => o.complete());
});
survey.render(document.getElementById('survey'));
"""


def words(text):
    text = html.escape(re.sub(r"\{([^|{}]+)\|[^{}]+\}", r"\1", text), quote=False)
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)


def block_html(block):
    fence = re.match(r"```[^\n]*\n(.*?)\n?```", block, re.S)
    if fence:
        return f"<blockquote>{words(fence.group(1))}</blockquote>"
    if block.startswith(("- ", "1. ")):
        items = re.findall(r"^(?:-|\d+\.) (.*)$", block, re.M)
        return "<ul>" + "".join(f"<li>{words(item)}</li>" for item in items) + "</ul>"
    return f"<p>{words(block)}</p>"


def page(text):
    title, _, rest = text.partition("\n")
    image = re.search(r"!\[[^\]]*\]\(([^)]+)\)", rest)
    rest = re.sub(r"<!--.*?-->|!\[[^\]]*\]\([^)]+\)", "", rest, flags=re.S)
    blocks = [b for b in re.split(r"\n\s*\n", rest.strip()) if b.strip()]
    picture = f'<img src="{image.group(1)}" alt="">' if image else ""
    return f'<div class="words"><h1>{words(title)}</h1>{"".join(map(block_html, blocks))}</div>{picture}'


def questions(gift):
    """Those with one right answer; what the lesson's other kinds would need is not in the library's plain use."""
    for body, answers in re.findall(r"::[^:]*::([^{}]*)\{(.*?)\n?\}", gift, re.S):
        kind = re.match(r"\s*(TRUE|FALSE)#(.*)", answers, re.S)
        if kind:
            yield body, ["正しい", "正しくない"], "正しい" if kind.group(1) == "TRUE" else "正しくない", kind.group(2)
            continue
        choices = re.findall(r"^\s*([=~])(?!%)(.*?)\s*#(.*)$", answers, re.M)
        right = [text for sign, text, _ in choices if sign == "="]
        if len(right) == 1:
            yield body, [text for _, text, _ in choices], right[0], choices[0][2]


def main():
    lesson, site, n_questions = sys.argv[1], sys.argv[2], int(sys.argv[3])
    source = open(os.path.join(lesson, "lesson.md"), encoding="utf-8").read().split("---", 2)[2]
    gift = open(os.path.join(lesson, "quiz.gift"), encoding="utf-8").read()
    pages = [
        {"name": f"page{i}", "elements": [{"type": "html", "name": f"html{i}", "html": page(text)}]}
        for i, text in enumerate(re.split(r"^# ", source, flags=re.M)[1:])
    ]
    n_pages = len(pages)
    reasons = {}
    for i, (body, choices, right, text) in enumerate(list(questions(gift))[:n_questions]):
        field = {"type": "radiogroup", "name": f"q{i}", "title": body.strip(), "choices": choices}
        pages.append({"name": f"question{i}", "elements": [field]})
        pages.append({"name": f"reason{i}", "elements": [{"type": "html", "name": f"why{i}", "html": ""}]})
        reasons[f"reason{i}"] = {"question": f"q{i}", "right": right, "text": text}
    if len(reasons) < n_questions:
        sys.exit(f"{lesson}: only {len(reasons)} questions with one right answer")
    pages.append({"name": "end", "elements": [{"type": "html", "name": "end", "html": "<h1>結果</h1>"}]})
    definition = {"pages": pages, "showProgressBar": "top", "showQuestionNumbers": "off", "pagePrevText": "戻る",
                  "pageNextText": "次へ", "completeText": "終了する"}
    os.makedirs(site, exist_ok=True)
    for name in os.listdir(lesson):
        if name.endswith(".svg"):
            shutil.copy(os.path.join(lesson, name), site)
    script = SCRIPT.replace("DEFINITION", json.dumps(definition, ensure_ascii=False))
    script = script.replace("REASONS", json.dumps(reasons, ensure_ascii=False))
    with open(os.path.join(site, "index.html"), "w", encoding="utf-8") as out:
        out.write('<!doctype html><html lang="ja"><meta charset="utf-8"><meta name="google" content="notranslate"><title>研修</title>'
                  '<link rel="stylesheet" href="survey-core.min.css">'
                  f"<style>{STYLE}</style><div id=survey></div>"
                  '<script src="survey.core.min.js"></script><script src="survey-js-ui.min.js"></script>'
                  f"<script>{script}</script></html>\n")
    print(n_pages)


main()
