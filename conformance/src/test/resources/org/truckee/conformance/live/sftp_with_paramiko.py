"""What a program does with paramiko.

Arguments are the port, the user, and the file of the key; with a fourth one a file of that name is
written and not closed, until somebody kills the program.
"""

import random
import sys
import threading

import paramiko


def connect(port, user, key_file):
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    key = paramiko.RSAKey.from_private_key_file(key_file)
    client.connect("127.0.0.1", port, user, pkey=key, look_for_keys=False, allow_agent=False)
    return client


def whole_files(sftp, contents):
    with sftp.open("/whole", "wb") as f:
        f.set_pipelined(True)
        f.write(contents)
    assert sftp.stat("/whole").st_size == len(contents)
    with sftp.open("/whole", "rb") as f:
        f.prefetch()
        assert f.read() == contents


def here_and_there(sftp, seed):
    chance = random.Random(seed)
    model = bytearray()
    with sftp.open("/random", "w+b") as f:
        for _ in range(200):
            offset = chance.randrange(300_000)
            if chance.random() < 0.6:
                data = chance.randbytes(chance.randrange(1, 20_000))
                f.seek(offset)
                f.write(data)
                if len(model) < offset + len(data):
                    model.extend(bytes(offset + len(data) - len(model)))
                model[offset : offset + len(data)] = data
            else:
                f.seek(offset)
                assert f.read(5_000) == bytes(model[offset : offset + 5_000])
    with sftp.open("/random", "rb") as f:
        assert f.read() == bytes(model)


def names(sftp):
    sftp.mkdir("/folder")
    with sftp.open("/folder/größe", "w") as f:
        f.write("first")
    with sftp.open("/folder/new", "w") as f:
        f.write("second")
    try:
        sftp.rename("/folder/new", "/folder/größe")
        raise AssertionError("a rename has replaced a file")
    except IOError:
        pass
    sftp.posix_rename("/folder/new", "/folder/größe")
    assert sftp.listdir("/folder") == ["größe"]
    with sftp.open("/folder/größe", "a") as f:
        f.write(", third")
    with sftp.open("/folder/größe") as f:
        assert f.read() == b"second, third"
    try:
        sftp.stat("/folder/ünknown")
        raise AssertionError("what is not there is found")
    except FileNotFoundError:
        pass
    sftp.remove("/folder/größe")
    sftp.rmdir("/folder")
    assert "folder" not in sftp.listdir("/")
    assert sftp.normalize("a/../b") == "/b"


def never_closed(sftp, name):
    f = sftp.open("/" + name, "wb")
    f.write(b"x" * 300_000)
    # What is answered comes behind all that was written.
    assert f.stat().st_size == 300_000
    print("written", flush=True)
    threading.Event().wait()


def main():
    port, user, key_file = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    client = connect(port, user, key_file)
    sftp = client.open_sftp()
    if len(sys.argv) > 4:
        never_closed(sftp, sys.argv[4])
    whole_files(sftp, random.Random(1).randbytes(2_000_000))
    here_and_there(sftp, 2)
    names(sftp)
    client.close()
    print("done")


main()
