/* SPDX-License-Identifier: Apache-2.0 */
#include "web/html.h"

#include <string.h>

#include "base/mem.h"
#include "support/test.h"

/* There is no way to write a value into a page as it is. */

static void text_and_attributes_are_escaped(void **state)
{
	struct ks_buf out = {0};
	struct ks_html html;

	(void)state;
	ks_html_begin(&html, &out);
	ks_html_open(&html, "p", "a\"b");
	ks_html_attr(&html, "title", "' onclick=x <&>");
	ks_html_text(&html, "<script>alert('1')</script> & \"髙\"");
	ks_html_printf(&html, "%s", "<b>");
	ks_html_close(&html, "p");
	ks_html_end(&html);
	assert_string_equal(
		ks_buf_text(&out),
		"<!DOCTYPE html>\n"
		"<p class=\"a&quot;b\" title=\"&#39; onclick=x &lt;&amp;&gt;\">"
		"&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;髙&quot;&lt;b&gt;</p>\n");
	ks_buf_finish(&out);
}

static void what_no_page_may_hold_is_replaced(void **state)
{
	struct ks_buf out = {0};
	struct ks_html html;

	(void)state;
	ks_html_begin(&html, &out);
	ks_html_line(&html, "p", NULL, "\x1b[31m\xff\x7f\xc2\x85\t\n\x1f ~\xc2\x80\xc2\x9f\xc2\xa0é");
	ks_html_end(&html);
	assert_string_equal(ks_buf_text(&out),
			    "<!DOCTYPE html>\n<p>�[31m���\t\n� ~��\xc2\xa0é</p>\n");
	ks_buf_finish(&out);
}

static void an_element_without_content_is_not_closed_twice(void **state)
{
	static const char *const tags[] = {"br", "link", "meta", "p"};
	struct ks_buf out = {0};
	struct ks_html html;

	(void)state;
	ks_html_begin(&html, &out);
	ks_html_open(&html, "input", NULL);
	ks_html_number(&html, "width", 12.5);
	ks_html_close(&html, "input");
	ks_html_link(&html, "/people/1", NULL, "1");
	for (size_t i = 0; i < KS_COUNT(tags); i++) {
		ks_html_open(&html, tags[i], NULL);
		ks_html_close(&html, tags[i]);
	}
	ks_html_end(&html);
	assert_string_equal(ks_buf_text(&out),
			    "<!DOCTYPE html>\n<input width=\"12.5\"><a href=\"/people/1\">1</a>"
			    "<br><link><meta><p></p>\n");
	ks_buf_finish(&out);
}

static void an_address_is_made_of_encoded_parts(void **state)
{
	struct ks_buf url = {0};

	(void)state;
	ks_buf_puts(&url, "/people/");
	ks_url_part(&url, "../a?b#課");
	ks_url_put(&url, "unit", "総&x=y");
	ks_url_put(&url, "status", "");
	ks_url_put(&url, "kind", NULL);
	ks_url_put(&url, "page", "2");
	assert_string_equal(ks_buf_text(&url),
			    "/people/..%2Fa%3Fb%23%E8%AA%B2?unit=%E7%B7%8F%26x%3Dy&page=2");
	ks_buf_finish(&url);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_and_attributes_are_escaped),
		cmocka_unit_test(what_no_page_may_hold_is_replaced),
		cmocka_unit_test(an_element_without_content_is_not_closed_twice),
		cmocka_unit_test(an_address_is_made_of_encoded_parts),
	};

	return ks_test_run(tests);
}
