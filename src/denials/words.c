/* SPDX-License-Identifier: MIT */
/*
 * Suggestions as text: a sentence, a call in C, options of examples/sandboxer.c
 * for the shell.
 */
#include <errno.h>
#include <string.h>

#include "internal.h"
#include "words.h"

void llki_put_names(struct llki_text *text, uint32_t cls, uint64_t rights,
		     const char *separator)
{
	const char *between = "";
	int bit;

	for (bit = 0; bit < 64; bit++) {
		const char *name = llk_right_name(cls, rights &
						  UINT64_C(1) << bit);

		if (!name)
			continue;
		llki_put(text, between);
		if (separator[1] == '|')
			llki_put_constant(text, name);
		else
			llki_put(text, name);
		between = separator;
	}
}

/* ---- Words ----------------------------------------------------------- */

static void put_object(struct llki_text *text, const struct llk_suggestion *s)
{
	if (s->kind == LLK_SUGGEST_PATH) {
		llki_put(text, " on ");
		llki_put_quoted(text, s->path, s->path_length);
		if (s->flags & LLK_SUGGEST_COLLAPSED)
			llki_put(text, " and all below it");
	} else if (s->kind == LLK_SUGGEST_PORT) {
		llki_put(text, " on port ");
		llki_put_number(text, s->port);
		if (!s->port)
			llki_put(text, " (any that is free)");
	}
}

static void put_flags(struct llki_text *text, const struct llk_suggestion *s)
{
	if (s->flags & LLK_SUGGEST_WIDENING)
		llki_put(text, ", which the file would gain by the move; or let "
			 "the program copy it, as mv(1) does");
	if (s->flags & LLK_SUGGEST_AGAIN)
		llki_put(text, "; more may be denied after it");
	if (s->flags & LLK_SUGGEST_UNTRUSTED)
		llki_put(text, "; first make sure that it is true: every user can "
			 "write into this log");
}

static void put_words(struct llki_text *text, const struct llk_suggestion *s)
{
	switch (s->kind) {
	case LLK_SUGGEST_PATH:
	case LLK_SUGGEST_PORT:
		llki_put(text, s->flags & LLK_SUGGEST_OPTIONAL ?
			 "mostly needed with it: allow " : "allow ");
		llki_put_names(text, s->cls, s->rights, ", ");
		put_object(text, s);
		put_flags(text, s);
		break;
	case LLK_SUGGEST_DROP_SCOPE:
		llki_put(text, "no rule can allow it: leave ");
		llki_put_names(text, s->cls, s->rights, ", ");
		llki_put(text, " out of the ruleset, or run both processes in one "
			 "sandbox");
		put_flags(text, s);
		break;
	case LLK_SUGGEST_UNKNOWN:
		llki_put(text, "this library does not know ");
		llki_put_quoted(text, s->name, strlen(s->name));
		llki_put(text, ": the kernel is newer");
		break;
	case LLK_SUGGEST_NEVER:
		llki_put(text, "no rule can allow it: ");
		llki_put(text, s->reason);
		break;
	default:
		llki_put(text, "no rule can be suggested: ");
		llki_put(text, s->reason);
		break;
	}
}

static void put_quiet_words(struct llki_text *text,
			    const struct llk_suggestion *s)
{
	llki_put(text, "stop logging denials of ");
	llki_put_names(text, s->cls, s->rights, ", ");
	put_object(text, s);
	llki_put(text, ", from Linux ");
	llki_put(text, llk_abi_linux(10));
	llki_put(text, " on");
}

/* ---- C --------------------------------------------------------------- */

static void put_octal(struct llki_text *text, unsigned char c)
{
	llki_put_char(text, '\\');
	llki_put_char(text, (char)('0' + (c >> 6)));
	llki_put_char(text, (char)('0' + (c >> 3 & 7)));
	llki_put_char(text, (char)('0' + (c & 7)));
}

static void put_c_string(struct llki_text *text, const char *bytes,
			 size_t length)
{
	const unsigned char *s = (const unsigned char *)bytes;
	const unsigned char *end = s + length;

	llki_put_char(text, '"');
	while (s < end) {
		size_t n = llki_printable(s, (size_t)(end - s));

		if (!n) {
			put_octal(text, *s++);
			continue;
		}
		/* Two question marks can begin a trigraph. */
		if (*s == '"' || *s == '\\' || *s == '?')
			llki_put_char(text, '\\');
		for (; n; n--)
			llki_put_char(text, (char)*s++);
	}
	llki_put_char(text, '"');
}

static const char *class_constant(uint32_t cls)
{
	return cls == LLK_FS ? "LLK_FS" : cls == LLK_NET ? "LLK_NET" :
							   "LLK_SCOPE";
}

static void put_masked(struct llki_text *text, const char *call,
		       const struct llk_suggestion *s)
{
	llki_put(text, call);
	llki_put(text, "(rs, ");
	llki_put(text, class_constant(s->cls));
	llki_put(text, ", ");
	llki_put_names(text, s->cls, s->rights, " | ");
	llki_put(text, ");");
}

static void put_rule(struct llki_text *text, const struct llk_suggestion *s,
		     bool quiet)
{
	if (s->kind == LLK_SUGGEST_PATH) {
		llki_put(text, "llk_allow_path(rs, ");
		put_c_string(text, s->path, s->path_length);
	} else {
		llki_put(text, "llk_allow_port(rs, ");
		llki_put_number(text, s->port);
	}
	llki_put(text, ", ");
	if (quiet)
		llki_put(text, "0, LLK_QUIET");
	else
		llki_put_names(text, s->cls, s->rights, " | ");
	llki_put(text, quiet ? ");" : ", 0);");
}

static void put_call(struct llki_text *text, const struct llk_suggestion *s,
		     bool quiet)
{
	if (s->kind == LLK_SUGGEST_DROP_SCOPE) {
		put_masked(text, quiet ? "llk_quiet" : "llk_exclude", s);
		return;
	}
	if (quiet) {
		put_masked(text, "llk_quiet", s);
		llki_put_char(text, ' ');
	}
	put_rule(text, s, quiet);
}

/* ---- Options --------------------------------------------------------- */

static bool is_plain(const char *bytes, size_t length)
{
	static const char others[] = "/._-+,:=@%";
	size_t i;

	for (i = 0; i < length; i++)
		if (!((bytes[i] >= 'a' && bytes[i] <= 'z') ||
		      (bytes[i] >= 'A' && bytes[i] <= 'Z') ||
		      (bytes[i] >= '0' && bytes[i] <= '9') ||
		      (bytes[i] && strchr(others, bytes[i]))))
			return false;
	return true;
}

/* What can stand between single quotes; a newline only at the very end. */
static size_t quotable(const unsigned char *s, const unsigned char *end)
{
	const unsigned char *rest = s;

	if (*s == '\'')
		return 0;
	while (rest < end && *rest == '\n')
		rest++;
	if (rest > s && rest == end)
		return (size_t)(end - s);
	return llki_printable(s, (size_t)(end - s));
}

/*
 * The shell has no escapes in quotes, but printf has; and the shell takes
 * newlines off its end, so what follows one comes along.
 */
static const unsigned char *put_printf(struct llki_text *text,
				       const unsigned char *s,
				       const unsigned char *end)
{
	bool newline = false;

	llki_put(text, "\"$(printf '");
	while (s < end && *s != '\'' && (newline || !quotable(s, end))) {
		newline = *s == '\n';
		put_octal(text, *s++);
	}
	/* A quote after a newline. */
	if (newline && s < end)
		put_octal(text, *s++);
	llki_put(text, "')\"");
	return s;
}

static void put_shell_word(struct llki_text *text, const char *bytes,
			   size_t length)
{
	const unsigned char *s = (const unsigned char *)bytes;
	const unsigned char *end = s + length;
	size_t n;

	if (length && is_plain(bytes, length)) {
		llki_put(text, bytes);
		return;
	}
	while (s < end) {
		if (*s == '\'') {
			llki_put(text, "\\'");
			s++;
			continue;
		}
		if (!quotable(s, end)) {
			s = put_printf(text, s, end);
			continue;
		}
		llki_put_char(text, '\'');
		while (s < end && (n = quotable(s, end)))
			for (; n; n--)
				llki_put_char(text, (char)*s++);
		llki_put_char(text, '\'');
	}
}

/* The options of examples/sandboxer.c, and what they allow. */
static const struct option {
	const char *name;
	uint32_t cls;
	uint64_t rights;
} options[] = {
	{ "--ro", LLK_FS, LLK_READ },
	{ "--rx", LLK_FS, LLK_READ | LLK_EXECUTE },
	{ "--rw", LLK_FS, LLK_READ | LLK_WRITE },
	{ "--dev", LLK_FS, LLK_READ | LLK_FS_WRITE_FILE | LLK_DEVICE },
	{ "--unix", LLK_FS, LLK_CONNECT_UNIX },
	{ "--connect-tcp", LLK_NET, LLK_NET_CONNECT_TCP },
	{ "--bind-tcp", LLK_NET, LLK_NET_BIND_TCP },
	{ "--connect-udp", LLK_NET, LLK_NET_CONNECT_SEND_UDP },
	{ "--bind-udp", LLK_NET, LLK_NET_BIND_UDP },
};
#define OPTIONS (sizeof(options) / sizeof(options[0]))

static bool usable(const struct option *option, const struct llk_suggestion *s)
{
	/* Writing alone is no reason to treat a file as a device. */
	if (option->rights & LLK_DEVICE)
		return s->rights & LLK_DEVICE;
	return option->cls == s->cls;
}

/* What a set of options allows; 0 if one of them cannot be used. */
static uint64_t allowed_by(unsigned int set, const struct llk_suggestion *s)
{
	uint64_t rights = 0;
	size_t i;

	for (i = 0; i < OPTIONS; i++) {
		if (!(set >> i & 1))
			continue;
		if (!usable(&options[i], s))
			return 0;
		rights |= options[i].rights;
	}
	return rights;
}

/* The set of options that allows all of it and least else; 0 if none does. */
static unsigned int choose_options(const struct llk_suggestion *s)
{
	unsigned int set, best = 0, least = UINT32_MAX;

	/* Groups of rights on "/" are on everything. */
	if (s->kind == LLK_SUGGEST_PATH && s->path_length == 1 &&
	    *s->path == '/')
		return 0;
	for (set = 1; set < 1U << OPTIONS; set++) {
		const uint64_t rights = allowed_by(set, s);
		/* Of two that allow the same, the shorter. */
		const unsigned int price = llki_count_bits(rights) * 16 +
					   llki_count_bits(set);

		if (s->rights & ~rights || price >= least)
			continue;
		least = price;
		best = set;
	}
	return best;
}

static void put_options(struct llki_text *text, const struct llk_suggestion *s)
{
	const unsigned int set = choose_options(s);
	const char *separator = "";
	size_t i;

	for (i = 0; i < OPTIONS; i++) {
		if (!(set >> i & 1))
			continue;
		llki_put(text, separator);
		separator = " ";
		llki_put(text, options[i].name);
		llki_put_char(text, ' ');
		if (s->kind == LLK_SUGGEST_PATH)
			put_shell_word(text, s->path, s->path_length);
		else
			llki_put_number(text, s->port);
	}
}

/* ---- All forms ------------------------------------------------------- */

static bool has_rights(const struct llk_suggestion *s)
{
	return s->kind == LLK_SUGGEST_PATH || s->kind == LLK_SUGGEST_PORT ||
	       s->kind == LLK_SUGGEST_DROP_SCOPE;
}

static void put_suggestion(struct llki_text *text,
			   const struct llk_suggestion *s, int form, bool quiet)
{
	/* Words say also why there is no rule. */
	if (!has_rights(s) && (quiet || form != LLK_TEXT_WORDS))
		return;
	if (form == LLK_TEXT_CALL)
		put_call(text, s, quiet);
	else if (form == LLK_TEXT_WORDS && quiet)
		put_quiet_words(text, s);
	else if (form == LLK_TEXT_WORDS)
		put_words(text, s);
	else if (!quiet && s->kind != LLK_SUGGEST_DROP_SCOPE)
		put_options(text, s);
}

size_t llk_suggestion_text(const struct llk_suggestion *suggestion, int form,
			   uint32_t flags, char *buf, size_t size)
{
	struct llki_text text = llki_text_begin(buf, size);

	if (!suggestion || form < LLK_TEXT_WORDS || form > LLK_TEXT_OPTION ||
	    flags & ~LLK_QUIET) {
		errno = EINVAL;
		return 0;
	}
	put_suggestion(&text, suggestion, form, flags);
	return text.length;
}

size_t llk_escape(const char *bytes, size_t length, char *buf, size_t size)
{
	struct llki_text text = llki_text_begin(buf, size);
	const unsigned char *s = (const unsigned char *)bytes;
	const unsigned char *end = s + length;

	while (s < end) {
		size_t n = llki_printable(s, (size_t)(end - s));

		if (!n) {
			llki_put_escaped(&text, *s++);
			continue;
		}
		if (*s == '\\')
			llki_put_char(&text, '\\');
		for (; n; n--)
			llki_put_char(&text, (char)*s++);
	}
	return text.length;
}
