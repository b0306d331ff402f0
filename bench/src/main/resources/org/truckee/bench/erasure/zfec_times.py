"""Times zfec: arguments are k, n and seconds for each operation.

Prints the nanoseconds of an encoding, median and fastest, the same for a decoding, and the SHA-256
of all parity shares. A call includes what Python adds to it, which for blocks of this size is little.
"""

import hashlib
import statistics
import sys
import time

import zfec

SEGMENT = 1 << 20


def segment():
    """The same bytes as in SampleSegment.java."""
    return bytes(
        (i * 167 + (i >> 8) * 13 + (i >> 16) * 71) & 0xFF for i in range(SEGMENT)
    )


def nanoseconds(operation, seconds):
    operation()
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 5:
        start = time.perf_counter_ns()
        operation()
        times.append(time.perf_counter_ns() - start)
    return int(statistics.median(times)), min(times)


def main():
    k, n = int(sys.argv[1]), int(sys.argv[2])
    seconds = float(sys.argv[3])
    length = SEGMENT // k
    data = segment()
    blocks = [data[i * length : (i + 1) * length] for i in range(k)]
    encoder, decoder = zfec.Encoder(k, n), zfec.Decoder(k, n)
    parity_numbers = list(range(k, n))
    last_numbers = list(range(n - k, n))
    parity = encoder.encode(blocks, parity_numbers)
    last = encoder.encode(blocks, last_numbers)
    if decoder.decode(last, last_numbers) != blocks:
        sys.exit("zfec decoded wrongly")
    print(*nanoseconds(lambda: encoder.encode(blocks, parity_numbers), seconds))
    print(*nanoseconds(lambda: decoder.decode(last, last_numbers), seconds))
    print(hashlib.sha256(b"".join(parity)).hexdigest())


main()
