/* SPDX-License-Identifier: MIT */
/*
 * Calls of the public functions, right and wrong ones, for errnos.c:
 * CALL(function, the function of errnos.c that makes rs, an expression that is
 * -1 if the call fails).
 */
CALL(llk_ruleset_new, none, made(llk_ruleset_new(0, LLK_FS)))
CALL(llk_ruleset_new, none, made(llk_ruleset_new(11, LLK_FS)))

CALL(llk_exclude, none, llk_exclude(rs, LLK_FS, LLK_READ))
CALL(llk_exclude, best, llk_exclude(rs, LLK_FS, LLK_READ))
CALL(llk_exclude, best, llk_exclude(rs, 0, 0))
CALL(llk_exclude, with_rules, llk_exclude(rs, LLK_FS, LLK_READ))
CALL(llk_require, none, llk_require(rs, LLK_FS, LLK_READ))
CALL(llk_require, best, llk_require(rs, LLK_FS, LLK_READ))
CALL(llk_require, best, llk_require(rs, LLK_NET, LLK_FS_TRUNCATE))
CALL(llk_require, prepared, llk_require(rs, LLK_FS, LLK_READ))
CALL(llk_require_abi, none, llk_require_abi(rs, 1))
CALL(llk_require_abi, best, llk_require_abi(rs, 0))
CALL(llk_require_abi, prepared, llk_require_abi(rs, 1))
CALL(llk_refer_fallback, none, llk_refer_fallback(rs, LLK_REFER_DENY))
CALL(llk_refer_fallback, best, llk_refer_fallback(rs, 3))
CALL(llk_refer_fallback, with_rules, llk_refer_fallback(rs, LLK_REFER_DENY))
CALL(llk_quiet, none, llk_quiet(rs, LLK_FS, LLK_READ))
CALL(llk_quiet, best, llk_quiet(rs, LLK_ADD_RULE, 1))
CALL(llk_quiet, with_rules, llk_quiet(rs, LLK_FS, LLK_READ))

CALL(llk_allow_path, none, llk_allow_path(rs, "/usr", LLK_READ, 0))
CALL(llk_allow_path, best, llk_allow_path(rs, "/usr", LLK_READ, 0))
CALL(llk_allow_path, best, llk_allow_path(rs, "/usr", 0, 0))
CALL(llk_allow_path, best, llk_allow_path(rs, "/dev/null", LLK_READ, 0))
CALL(llk_allow_path, best, llk_allow_path(rs, "/proc/pipe", LLK_READ, 0))
CALL(llk_allow_path, explained, llk_allow_path(rs, "/etc", LLK_WRITE, 0))
CALL(llk_allow_path, net, llk_allow_path(rs, "/etc", LLK_READ, 0))
CALL(llk_allow_path, contradictory, llk_allow_path(rs, "/etc", LLK_READ, 0))
CALL(llk_allow_path, prepared, llk_allow_path(rs, "/usr", LLK_READ, 0))
CALL(llk_allow_path_at, none,
     llk_allow_path_at(rs, AT_FDCWD, "/usr", LLK_READ, 0))
CALL(llk_allow_path_at, best, llk_allow_path_at(rs, 99, "etc", LLK_READ, 0))
CALL(llk_allow_path_at, best,
     llk_allow_path_at(rs, fake_give_path("/etc"), "app.conf", LLK_READ, 0))
CALL(llk_allow_path_at, best,
     llk_allow_path_at(rs, fake_give_path("/proc"), "pipe", LLK_READ, 0))
CALL(llk_allow_path_at, explained,
     llk_allow_path_at(rs, fake_give_path("/etc"), "dir", LLK_READ, 0))
CALL(llk_allow_path_at, prepared,
     llk_allow_path_at(rs, AT_FDCWD, "/usr", LLK_READ, 0))
CALL(llk_allow_fd, none, llk_allow_fd(rs, 0, LLK_READ, 0))
CALL(llk_allow_fd, best, llk_allow_fd(rs, 99, LLK_READ, 0))
CALL(llk_allow_fd, best,
     llk_allow_fd(rs, fake_give_path("/proc/pipe"), LLK_READ, 0))
CALL(llk_allow_fd, best,
     llk_allow_fd(rs, fake_give_path("/etc/app.conf"), LLK_READ, 0))
CALL(llk_allow_fd, explained,
     llk_allow_fd(rs, fake_give_path("/etc"), LLK_READ, 0))
CALL(llk_allow_fd, prepared,
     llk_allow_fd(rs, fake_give_path("/etc"), LLK_READ, 0))

CALL(llk_allow_port, none, llk_allow_port(rs, 443, LLK_NET_CONNECT_TCP, 0))
CALL(llk_allow_port, best, llk_allow_port(rs, 443, LLK_NET_CONNECT_TCP, 0))
CALL(llk_allow_port, best, llk_allow_port(rs, 65536, LLK_NET_BIND_TCP, 0))
CALL(llk_allow_port, prepared, llk_allow_port(rs, 1, LLK_NET_BIND_TCP, 0))
CALL(llk_allow_port_range, none,
     llk_allow_port_range(rs, 1, 2, LLK_NET_BIND_TCP, 0))
CALL(llk_allow_port_range, best,
     llk_allow_port_range(rs, 1, 2, LLK_NET_BIND_TCP, 0))
CALL(llk_allow_port_range, best,
     llk_allow_port_range(rs, 2, 1, LLK_NET_BIND_TCP, 0))
CALL(llk_allow_port_range, prepared,
     llk_allow_port_range(rs, 1, 2, LLK_NET_BIND_TCP, 0))

CALL(llk_parse_permissions, none, llk_parse_permissions("rwxc", &mask))
CALL(llk_parse_permissions, none, llk_parse_permissions("rr", &mask))

CALL(llk_plan, none, llk_plan(rs, 11, 0))
CALL(llk_plan, best, llk_plan(rs, 12, 0))
CALL(llk_plan, with_rules, llk_plan(rs, 1, 0))
CALL(llk_plan, strict, llk_plan(rs, 1, 0))
CALL(llk_plan, required, llk_plan(rs, 0, 0))

CALL(llk_prepare, none, llk_prepare(rs))
CALL(llk_prepare, best, llk_prepare(rs))
CALL(llk_prepare, strict, llk_prepare(rs))
CALL(llk_prepare, net, llk_prepare(rs))
CALL(llk_prepare, required, llk_prepare(rs))
CALL(llk_prepare, contradictory, llk_prepare(rs))
CALL(llk_prepare, with_rules, llk_prepare(rs))

CALL(llk_enforce, none, llk_enforce(rs, 0))
CALL(llk_enforce, best, llk_enforce(rs, ~UINT32_C(0)))
CALL(llk_enforce, best, llk_enforce(rs, LLK_NO_NEW_PRIVS_NEVER))
CALL(llk_enforce, strict, llk_enforce(rs, 0))
CALL(llk_enforce, net, llk_enforce(rs, 0))
CALL(llk_enforce, required, llk_enforce(rs, 0))
CALL(llk_enforce, contradictory, llk_enforce(rs, 0))
CALL(llk_enforce, with_rules, llk_enforce(rs, 0))
CALL(llk_enforce, with_threads, llk_enforce(rs, 0))
CALL(llk_enforce, prepared, llk_enforce(rs, 0))

CALL(llk_ruleset_fd, none, llk_ruleset_fd(rs))
CALL(llk_ruleset_fd, best, llk_ruleset_fd(rs))
CALL(llk_ruleset_fd, prepared, llk_ruleset_fd(rs))
CALL(llk_enforce_fd, none, llk_enforce_fd(99, 0))
CALL(llk_enforce_fd, none, llk_enforce_fd(0, LLK_NO_NEW_PRIVS_ALWAYS))
CALL(llk_enforce_fd, none, llk_enforce_fd(fake_give_path("/etc"), 0))
CALL(llk_enforce_fd, none,
     llk_enforce_fd(fake_give_ruleset(LLK_READ, 0, 0), 0))
CALL(llk_enforce_fd, none,
     llk_enforce_fd(fake_give_ruleset(LLK_READ, 0, 0), LLK_NO_NEW_PRIVS_NEVER))
CALL(llk_enforce_fd, with_threads,
     llk_enforce_fd(fake_give_ruleset(LLK_READ, 0, 0), 0))
CALL(llk_mute_subdomains, none, llk_mute_subdomains(0))
CALL(llk_mute_subdomains, none, llk_mute_subdomains(LLK_LOG_NEW_EXEC_ON))
CALL(llk_mute_subdomains, none, llk_mute_subdomains(LLK_NO_NEW_PRIVS_NEVER))
CALL(llk_mute_subdomains, with_threads, llk_mute_subdomains(0))

CALL(llk_spawn, none, spawn(rs, true, 0))
CALL(llk_spawn, best, spawn(rs, false, 0))
CALL(llk_spawn, strict, spawn(rs, true, 0))
CALL(llk_spawn, net, spawn(rs, true, 0))
CALL(llk_spawn, required, spawn(rs, true, LLK_NO_NEW_PRIVS_NEVER))
CALL(llk_spawn, with_rules, spawn(rs, true, 0))

CALL(llk_deny, none, llk_deny(0, LLK_FS, 0))
CALL(llk_deny, none, llk_deny(11, CLASSES, 0))
CALL(llk_deny, none, llk_deny(11, LLK_NET | LLK_BEST_EFFORT, 0))
CALL(llk_deny, with_threads, llk_deny(11, CLASSES | LLK_BEST_EFFORT, 0))
CALL(llk_read_only, none, read_only(0, 0, NULL, 0))
CALL(llk_read_only, none, read_only(11, 0, NULL, 0))
CALL(llk_read_only, none, read_only(11, LLK_BEST_EFFORT, "/tmp", 0))
CALL(llk_read_only, none, read_only(11, LLK_BEST_EFFORT, "/dev/null", 0))
CALL(llk_read_only, none, read_only(11, LLK_BEST_EFFORT, "/proc/pipe", 0))
CALL(llk_read_only, with_threads, read_only(11, LLK_BEST_EFFORT, NULL, 0))

CALL(llk_check_path, none, llk_check_path(rs, "/usr", LLK_READ, &mask))
CALL(llk_check_path, best, llk_check_path(rs, "/usr", LLK_READ, &mask))
CALL(llk_check_path, prepared, llk_check_path(rs, "/usr", LLK_READ, &mask))
CALL(llk_check_path, prepared, llk_check_path(rs, "/nowhere", 0, &mask))
CALL(llk_check_path, prepared, llk_check_path(rs, "/link", LLK_READ, &mask))
CALL(llk_check_path, prepared, llk_check_path(rs, "/loop", LLK_READ, &mask))
CALL(llk_check_port, none, llk_check_port(rs, 80, 1, &mask))
CALL(llk_check_port, prepared, llk_check_port(rs, 80, 1, &mask))
CALL(llk_check_port, prepared, llk_check_port(rs, 65536, 1, &mask))
CALL(llk_check_rename, none, llk_check_rename(rs, "/a", "/b", 0, &number))
CALL(llk_check_rename, prepared,
     llk_check_rename(rs, "/etc/app.conf", "/usr/app.conf", 0, &number))
CALL(llk_check_rename, prepared,
     llk_check_rename(rs, "/etc/.", "/usr/app.conf", 0, &number))
CALL(llk_check_rename, prepared,
     llk_check_rename(rs, "/etc/app.conf", "/etc/dir", LLK_LINK, &number))
CALL(llk_check_rename, prepared,
     llk_check_rename(rs, "/link/", "/etc/dir", 0, &number))
CALL(llk_check_rename, prepared,
     llk_check_rename(rs, "/dirlink/bin/true", "/loop/a", 0, &number))

CALL(llk_kernel_abi, none, llk_kernel_abi())
CALL(llk_kernel_errata, none, llk_kernel_errata())
CALL(llk_kernel_rights, none, llk_kernel_rights(LLK_FS, NULL))
CALL(llk_kernel_rights, none, llk_kernel_rights(LLK_FS, &mask))
CALL(llk_kernel_rights, none, llk_kernel_rights(LLK_SCOPE, &mask))
CALL(llk_layers_left, none, llk_layers_left())
CALL(llk_layers_left, none, (fake.wait_status = 255, llk_layers_left()))

CALL(llk_right_from_name, none, llk_right_from_name(NULL, &cls, &mask))
CALL(llk_right_from_name, none, llk_right_from_name("fs", &cls, &mask))

CALL(llk_record_new, none, made_record(llk_record_new()))
CALL(llk_record_parse, none, llk_record_parse(NULL, "", 0))
CALL(llk_record_parse, with_record, llk_record_parse(record, NULL, 0))
CALL(llk_record_parse, with_record, parse("type=1423 msg=audit(1.000:1): "))
CALL(llk_record_parse, with_record,
     parse("type=LANDLOCK_ACCESS msg=audit(11/27/26 02:00:00.000:1) : "))
CALL(llk_record_parse_netlink, none,
     llk_record_parse_netlink(NULL, 1423, "", 0))
CALL(llk_record_parse_netlink, with_record,
     parse_message("audit(1.000:1): domain=1f"))
CALL(llk_record_parse_netlink, with_record,
     parse_message("audit(11/27/26 02:00:00.000:1) : "))
CALL(llk_record_number, none, llk_record_number(NULL, LLK_FIELD_PID, &mask))
CALL(llk_record_number, with_record, llk_record_number(record, 99, &mask))
CALL(llk_record_number, with_record,
     llk_record_number(record, LLK_FIELD_PORT, &mask))
CALL(llk_record_text, none, is_there(llk_record_text(NULL, 0, NULL)))
CALL(llk_record_text, with_record,
     is_there(llk_record_text(record, LLK_FIELD_EXE, NULL)))

CALL(llk_joiner_new, none, made_joiner(llk_joiner_new(262143)))
CALL(llk_joiner_new, none, made_joiner(llk_joiner_new(262144)))
CALL(llk_joiner_add, none, llk_joiner_add(NULL, NULL))
CALL(llk_joiner_add, with_joiner, llk_joiner_add(joiner, record))
CALL(llk_joiner_add, with_full_joiner, llk_joiner_add(joiner, record))
CALL(llk_domain_number, none, llk_domain_number(NULL, LLK_FIELD_PID, &mask))
CALL(llk_domain_number, with_denial,
     llk_domain_number(domain, LLK_FIELD_FREED, &mask))
CALL(llk_domain_text, none, is_there(llk_domain_text(NULL, 0, NULL)))
CALL(llk_domain_text, with_denial,
     is_there(llk_domain_text(domain, LLK_FIELD_MODE, NULL)))

CALL(llk_denial_number, none, llk_denial_number(NULL, LLK_FIELD_PID, &mask))
CALL(llk_denial_number, with_denial,
     llk_denial_number(denial, LLK_FIELD_PARENT, &mask))
CALL(llk_denial_text, none, is_there(llk_denial_text(NULL, 0, NULL)))
CALL(llk_denial_text, with_denial,
     is_there(llk_denial_text(denial, LLK_FIELD_EXE, NULL)))
CALL(llk_suggestion_text, none,
     llk_suggestion_text(NULL, LLK_TEXT_WORDS, 0, NULL, 0) ? 0 : -1)
CALL(llk_suggestion_text, with_denial,
     llk_suggestion_text(llk_denial_suggestion(denial, 0), 3, 0, NULL, 0) ?
     0 : -1)

CALL(llk_aggregate_new, none, made_aggregate(llk_aggregate_new(0)))
CALL(llk_aggregate_new, none, made_aggregate(llk_aggregate_new(8)))
CALL(llk_aggregate_add, none, llk_aggregate_add(NULL, NULL))
CALL(llk_aggregate_add, with_denial, llk_aggregate_add(aggregate, denial))
CALL(llk_aggregate_collapse, none, llk_aggregate_collapse(NULL, 2, 0))
CALL(llk_aggregate_collapse, with_aggregate,
     llk_aggregate_collapse(aggregate, 2, 0))

CALL(llk_source_new, none, made_source(llk_source_new()))
CALL(llk_source_open_fd, none, llk_source_open_fd(NULL, 0))
CALL(llk_source_open_fd, with_source, llk_source_open_fd(source, 99))
CALL(llk_source_open_fd, with_source,
     llk_source_open_fd(source, 2) || llk_source_open_fd(source, 2) ? -1 : 0)
CALL(llk_source_fd, with_source, llk_source_fd(source))
