#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Takes the kernel proper out of a bzImage (x86): vmlinux.py BZIMAGE OUTPUT.

An emulated machine starts it in a second and a half; unpacking the bzImage
itself would take it another five.
"""
import struct
import subprocess
import sys

# What the compressed kernel begins with, and what unpacks it.
PACKERS = [
    (b'\x1f\x8b', 'gzip'),
    (b'\x28\xb5\x2f\xfd', 'zstd'),
    (b'\x02\x21\x4c\x18', 'lz4'),
    (b'\xfd7zXZ\0', 'xz'),
]


def payload(image):
    """Documented in the kernel's boot protocol, version 2.08."""
    if image[0x202:0x206] != b'HdrS':
        sys.exit('vmlinux.py: not a bzImage')
    sectors = image[0x1f1] or 4
    offset, length = struct.unpack_from('<II', image, 0x248)
    begin = (sectors + 1) * 512 + offset
    # The last four bytes are the size of what comes out.
    return image[begin:begin + length - 4]


def unpack(data):
    for magic, packer in PACKERS:
        if data.startswith(magic):
            return subprocess.run([packer, '-dcq'], input=data, check=True,
                                  stdout=subprocess.PIPE).stdout
    sys.exit('vmlinux.py: unknown compression')


def main(source, target):
    with open(source, 'rb') as file:
        kernel = unpack(payload(file.read()))
    if not kernel.startswith(b'\x7fELF'):
        sys.exit('vmlinux.py: what came out is not an ELF file')
    with open(target, 'wb') as file:
        file.write(kernel)


if __name__ == '__main__':
    main(*sys.argv[1:])
