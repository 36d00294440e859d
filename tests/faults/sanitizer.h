/* SPDX-License-Identifier: MIT */
/*
 * ThreadSanitizer has a thread of its own in every process, and makes system
 * calls of its own: some tests cannot be under it.
 */
#ifndef FAULTS_SANITIZER_H
#define FAULTS_SANITIZER_H

#include <stdbool.h>

#if defined(__SANITIZE_THREAD__)
#define HAS_TSAN true
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define HAS_TSAN true
#endif
#endif
#ifndef HAS_TSAN
#define HAS_TSAN false
#endif

#endif
