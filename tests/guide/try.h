/* SPDX-License-Identifier: MIT */
/*
 * What the drivers of this directory try inside the sandboxes of the guide.
 * Each prints one line, "NAME: allowed" or "NAME: EACCES" (or EPERM, EXDEV),
 * and ends the program where something else went wrong.
 */
#ifndef TRY_H
#define TRY_H

void try_read(const char *name, const char *path);
void try_list(const char *name, const char *path);
void try_write(const char *name, const char *path);
void try_make_dir(const char *name, const char *path);
void try_remove(const char *name, const char *path);
void try_rename(const char *name, const char *from, const char *to);
void try_truncate(const char *name, const char *path);
void try_connect(const char *name);
void try_signal(const char *name);

#endif
