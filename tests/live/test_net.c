/* SPDX-License-Identifier: MIT */
/*
 * Every right on ports, for real: single ports, the edges of a range, port 0,
 * and what a ruleset on the network leaves alone.
 */
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "live.h"
#include "expect.h"
#include "try.h"

#define PORTS 4
#define UDP_CLIENT LLK_NET_CONNECT_SEND_UDP
#define ALL_NET llk_abi_rights(LLK_ABI_LATEST, LLK_NET)

/* Kept by this process, so that no other test takes them. */
static unsigned int first_port;
/* Bound before the sandbox: sending from it binds nothing. */
static int bound_udp;

/* ---- Ports -------------------------------------------------------------- */

static unsigned int port_of(int fd)
{
	struct sockaddr_in address;
	socklen_t size = sizeof(address);

	must_be(getsockname(fd, (struct sockaddr *)&address, &size), 0);
	return ntohs(address.sin_port);
}

/* Listen on TCP port @port and receive on the UDP port; false if taken. */
static bool keep_port(int tcp, unsigned int port, int kept[2])
{
	kept[0] = tcp >= 0 ? tcp : inet_bind(SOCK_STREAM, port);
	kept[1] = inet_bind(SOCK_DGRAM, port);
	if (kept[0] >= 0 && kept[1] >= 0 && !listen(kept[0], 64))
		return true;
	close(kept[0]);
	close(kept[1]);
	return false;
}

static bool keep_ports(void)
{
	const int start = inet_bind(SOCK_STREAM, 0);
	int kept[PORTS][2];
	unsigned int n;

	must(start >= 0);
	first_port = port_of(start);
	for (n = 0; n < PORTS; n++)
		if (first_port + n > UINT16_MAX ||
		    !keep_port(n ? -1 : start, first_port + n, kept[n]))
			break;
	if (n == PORTS)
		return true;
	while (n--) {
		close(kept[n][0]);
		close(kept[n][1]);
	}
	return false;
}

static bool loopback_works(void)
{
	const int fd = inet_bind(SOCK_STREAM, 0);
	const bool works = fd >= 0 && !listen(fd, 1) &&
			   !try_connect(SOCK_STREAM, port_of(fd));

	close(fd);
	return works;
}

/* In a network of its own, not to touch this machine's. */
static bool raise_loopback(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	bool raised;
	int fd;

	if (unshare(CLONE_NEWNET))
		return false;
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	raised = fd >= 0 && !ioctl(fd, SIOCSIFFLAGS, &request);
	close(fd);
	return raised && loopback_works();
}

static void start(void)
{
	int tries = 100;

	if (!loopback_works() && !raise_loopback())
		live_skip("the loopback interface is not usable: "
			  "ip link set lo up");
	while (!keep_ports())
		must(--tries);
	bound_udp = inet_bind(SOCK_DGRAM, 0);
	must(bound_udp >= 0);
}

/* ---- Accesses ----------------------------------------------------------- */

static int bind_tcp(unsigned int port)
{
	return try_bind(SOCK_STREAM, port);
}

static int connect_tcp(unsigned int port)
{
	return try_connect(SOCK_STREAM, port);
}

static int bind_udp(unsigned int port)
{
	return try_bind(SOCK_DGRAM, port);
}

static int connect_udp(unsigned int port)
{
	return try_connect(SOCK_DGRAM, port);
}

static int send_bound_udp(unsigned int port)
{
	return try_sendto_from(bound_udp, port);
}

static const struct netop {
	const char *name;
	uint64_t needs;		/* on the port */
	uint64_t needs_on_0;
	int (*try)(unsigned int port);
} netops[] = {
	{ "TCP bind", LLK_NET_BIND_TCP, 0, bind_tcp },
	{ "TCP connect", LLK_NET_CONNECT_TCP, 0, connect_tcp },
	{ "UDP bind", LLK_NET_BIND_UDP, 0, bind_udp },
	{ "UDP connect", UDP_CLIENT, LLK_NET_BIND_UDP, connect_udp },
	{ "UDP send", UDP_CLIENT, LLK_NET_BIND_UDP, try_sendto },
	{ "UDP send from a bound socket", UDP_CLIENT, 0, send_bound_udp },
};

/* Port @port of ours, where rules grant @granted, and @on_0 on port 0. */
static void check(struct llk_ruleset *rs, unsigned int port, uint64_t granted,
		  uint64_t on_0)
{
	const uint64_t limits = restricted(rs, LLK_NET);

	for (size_t i = 0; i < sizeof(netops) / sizeof(*netops); i++) {
		const struct netop *op = &netops[i];
		const bool allowed = !(op->needs & limits & ~granted) &&
				     !(op->needs_on_0 & limits & ~on_0);

		live_case("%s on port %u of ours, granted %#llx, of %s",
			  op->name, port, (unsigned long long)granted,
			  llk_summary(rs));
		must_give(op->try(first_port + port), allowed ? 0 : EACCES);
	}
}

static void check_all(struct llk_ruleset *rs, const uint64_t granted[PORTS],
		      uint64_t on_0)
{
	for (unsigned int port = 0; port < PORTS; port++)
		check(rs, port, granted[port], on_0);
}

/* ---- Tests -------------------------------------------------------------- */

static void run_for_each_right(live_body *body)
{
	for (uint64_t right = 1; right & ALL_NET; right <<= 1)
		live_run(body, &right);
}

static void deny_one(const void *arg)
{
	const uint64_t *right = arg;
	struct llk_ruleset *rs = best_effort_only(LLK_NET, *right);

	start();
	must_enforce(rs, 0);
	must_be(llk_requested(rs, LLK_NET), *right);
	check_all(rs, (const uint64_t[PORTS]){ 0 }, 0);
}

static void test_each_right_alone_is_denied(void **state)
{
	(void)state;
	run_for_each_right(deny_one);
}

static void grant_one(const void *arg)
{
	const uint64_t *right = arg;
	struct llk_ruleset *rs = best_effort(LLK_NET);

	start();
	must_be(llk_allow_port(rs, first_port + 1, *right, 0), 0);
	must_enforce(rs, 0);
	check_all(rs, (const uint64_t[PORTS]){ 0, *right, 0, 0 }, 0);
}

static void test_each_right_on_one_port(void **state)
{
	(void)state;
	run_for_each_right(grant_one);
}

static void grant_range(const void *arg)
{
	const uint64_t *right = arg;
	struct llk_ruleset *rs = best_effort(LLK_NET);

	start();
	must_be(llk_allow_port_range(rs, first_port + 1, first_port + 2,
				     *right, 0), 0);
	must_enforce(rs, 0);
	check_all(rs, (const uint64_t[PORTS]){ 0, *right, *right, 0 }, 0);
}

static void test_each_right_on_a_range(void **state)
{
	(void)state;
	run_for_each_right(grant_range);
}

static void grant_client(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_NET);

	(void)arg;
	start();
	must_be(llk_allow_port(rs, first_port + 2, UDP_CLIENT, 0), 0);
	must_be(llk_allow_port(rs, 0, LLK_NET_BIND_UDP, 0), 0);
	must_enforce(rs, 0);
	check_all(rs, (const uint64_t[PORTS]){ 0, 0, UDP_CLIENT, 0 },
		  LLK_NET_BIND_UDP);
}

static void test_udp_client(void **state)
{
	(void)state;
	live_run(grant_client, NULL);
}

static void grant_port_0(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_NET);
	struct llk_ruleset *none = best_effort(LLK_NET);

	(void)arg;
	start();
	must_be(llk_allow_port(rs, 0, LLK_NET_BIND_TCP | LLK_NET_BIND_UDP, 0),
		0);
	must_enforce(rs, 0);
	must_give(try_bind(SOCK_STREAM, 0), 0);
	must_give(try_bind(SOCK_DGRAM, 0), 0);
	must_give(try_bind(SOCK_STREAM, first_port),
		  denied(rs, LLK_NET, LLK_NET_BIND_TCP, EACCES));
	must_give(try_bind(SOCK_DGRAM, first_port),
		  denied(rs, LLK_NET, LLK_NET_BIND_UDP, EACCES));
	must_enforce(none, 0);
	must_give(try_bind(SOCK_STREAM, 0),
		  denied(none, LLK_NET, LLK_NET_BIND_TCP, EACCES));
	must_give(try_bind(SOCK_DGRAM, 0),
		  denied(none, LLK_NET, LLK_NET_BIND_UDP, EACCES));
}

static void test_port_0_is_the_ephemeral_range(void **state)
{
	(void)state;
	live_run(grant_port_0, NULL);
}

static void keep_sockets(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_NET);
	int client, server, listener;
	char byte;

	(void)arg;
	start();
	listener = inet_bind(SOCK_STREAM, 0);
	must(listener >= 0 && !listen(listener, 1));
	client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	must(client >= 0);
	must_be(connect(client, (struct sockaddr *)&(struct sockaddr_in){
			.sin_family = AF_INET,
			.sin_port = htons((uint16_t)port_of(listener)),
			.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		}, sizeof(struct sockaddr_in)), 0);
	must_enforce(rs, 0);
	server = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	must(server >= 0);
	must_be(write(client, "x", 1), 1);
	must_be(read(server, &byte, 1), 1);
}

static void test_open_sockets_stay_usable(void **state)
{
	(void)state;
	live_run(keep_sockets, NULL);
}

/* UDP is free or restricted, and the report knows which. */
static void report_udp(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_NET);
	const uint64_t udp = LLK_NET_BIND_UDP | LLK_NET_CONNECT_SEND_UDP;
	int level;
	bool lost;

	(void)arg;
	start();
	level = must_enforce(rs, 0);
	lost = has_loss(rs, LLK_WEAKER, LLK_NET, udp);
	must_be(lost, (llk_enforced(rs, LLK_NET) & udp) != udp);
	must(!lost || level != LLK_FULL);
	must_give(try_bind(SOCK_DGRAM, 0),
		  denied(rs, LLK_NET, LLK_NET_BIND_UDP, EACCES));
}

static void leave_udp(const void *arg)
{
	struct llk_ruleset *rs = llk_ruleset_new(4, LLK_NET | LLK_BEST_EFFORT);

	(void)arg;
	must(rs);
	start();
	must_enforce(rs, 0);
	must_be(llk_requested(rs, LLK_NET), LLK_NET_BIND_TCP |
					    LLK_NET_CONNECT_TCP);
	check_all(rs, (const uint64_t[PORTS]){ 0 }, 0);
	must_give(bind_udp(first_port), 0);
	must_give(connect_udp(first_port), 0);
	must_give(try_sendto(first_port), 0);
}

static void test_g25_udp_is_as_reported(void **state)
{
	(void)state;
	live_run(leave_udp, NULL);
	live_run(report_udp, NULL);
}

static void restrict_net_only(const void *arg)
{
	struct llk_ruleset *rs = best_effort(LLK_NET);
	const pid_t other = live_bystander();

	(void)arg;
	live_make_file("file", "");
	must_enforce(rs, 0);
	must_give(try_open("file", O_RDWR | O_TRUNC), 0);
	must_give(try_kill(other, 0), 0);
}

static void test_files_and_signals_stay_free(void **state)
{
	(void)state;
	live_run(restrict_net_only, NULL);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_right_alone_is_denied),
		cmocka_unit_test(test_each_right_on_one_port),
		cmocka_unit_test(test_each_right_on_a_range),
		cmocka_unit_test(test_udp_client),
		cmocka_unit_test(test_port_0_is_the_ephemeral_range),
		cmocka_unit_test(test_open_sockets_stay_usable),
		cmocka_unit_test(test_g25_udp_is_as_reported),
		cmocka_unit_test(test_files_and_signals_stay_free),
	};

	(void)argc;
	live_start(argv[0]);
	return live_end(cmocka_run_group_tests(tests, NULL, NULL));
}
