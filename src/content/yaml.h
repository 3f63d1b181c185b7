/* SPDX-License-Identifier: Apache-2.0 */
/*
 * YAML as this project uses it: maps, lists and scalars, every scalar text until asked for otherwise
 * (so 01 stays "01"). No anchors, tags or second documents. Private to src/content.
 */
#ifndef KS_CONTENT_YAML_H
#define KS_CONTENT_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/calendar.h"
#include "content/source.h"

enum ks_yaml_kind { KS_YAML_TEXT, KS_YAML_LIST, KS_YAML_MAP };

struct ks_yaml {
	enum ks_yaml_kind kind;
	int line;
	const char *key;       /* within a map; NULL otherwise */
	const char *text;      /* of a scalar */
	struct ks_yaml *first; /* children of a list or map, in order */
	struct ks_yaml *next;
	size_t n_children;
};

#define KS_YAML_DEPTH_MAX 12
#define KS_YAML_NODES_MAX 20000

/**
 * ks_yaml_parse() - read one document
 * @first_line: line of the file @text begins at (front matter begins at 2)
 * @root: NULL when the document is empty
 * Return: KS_OK; KS_INVALID (diagnosed).
 */
KS_MUST_USE enum ks_rc ks_yaml_parse(const struct ks_source *source, const char *text, size_t len,
				     int first_line, struct ks_yaml **root);
/** ks_yaml_read_map() - the whole file as one map; NULL (diagnosed) when it is not one. */
const struct ks_yaml *ks_yaml_read_map(const struct ks_source *source);
/** ks_yaml_get() - child of a map, NULL when absent or @map is no map. */
const struct ks_yaml *ks_yaml_get(const struct ks_yaml *map, const char *key);
/** ks_yaml_only() - diagnose keys that are not in @keys (separated by spaces): mostly misspelt ones. */
void ks_yaml_only(const struct ks_source *source, const struct ks_yaml *map, const char *keys);

/*
 * Values of a map. "need": absent or of another kind is diagnosed; the others give @otherwise.
 */
const char *ks_yaml_need_text(const struct ks_source *source, const struct ks_yaml *map,
			      const char *key);
const char *ks_yaml_text(const struct ks_source *source, const struct ks_yaml *map, const char *key,
			 const char *otherwise);
int ks_yaml_need_number(const struct ks_source *source, const struct ks_yaml *map, const char *key,
			int min, int max);
int ks_yaml_number(const struct ks_source *source, const struct ks_yaml *map, const char *key,
		   int min, int max, int otherwise);
bool ks_yaml_bool(const struct ks_source *source, const struct ks_yaml *map, const char *key,
		  bool otherwise);
struct ks_date ks_yaml_need_date(const struct ks_source *source, const struct ks_yaml *map,
				 const char *key);
/** ks_yaml_texts() - a list of scalars (or one scalar) as an array in the arena. */
const char **ks_yaml_texts(const struct ks_source *source, const struct ks_yaml *map,
			   const char *key, size_t *n);
/** ks_yaml_maps() - a list of maps; NULL when absent, and (diagnosed) when it is something else. */
const struct ks_yaml *ks_yaml_maps(const struct ks_source *source, const struct ks_yaml *map,
				   const char *key);

#endif
