"""A Tub of the foolscap library that does what a test at the other end of the connection wants.

Prints the FURL of its driver object in one line and ends when its standard input is closed.
"""
import os
import socket
import sys
import threading

from foolscap.api import Referenceable, RemoteException, RemoteInterface, Tub
from foolscap.schema import ByteStringConstraint, DictOf, ListOf, SetOf, TupleOf
from twisted.internet import defer, reactor, task
from zope.interface import implementer

PLENTY = 64 << 20


class RIStore(RemoteInterface):
    __remote_name__ = "RIStore.live.truckee"

    def write(offset=int, data=ByteStringConstraint(PLENTY)):
        return None

    def read(offset=int, length=int):
        return ByteStringConstraint(PLENTY)

    def describe(numbers=SetOf(int, maxLength=10), names=DictOf(int, ListOf(bytes))):
        return TupleOf(bool, DictOf(int, ListOf(bytes)))


class RIKeeper(RemoteInterface):
    __remote_name__ = "RIKeeper.live.truckee"

    def open(store=RIStore):
        return RIStore

    def use(store=RIStore, data=ByteStringConstraint(PLENTY)):
        return ByteStringConstraint(PLENTY)


def unwrapped(failure):
    """The failure that came over the wire, which this Tub hides from whoever called."""
    failure.trap(RemoteException)
    return failure.value.failure


@implementer(RIStore)
class Store(Referenceable):
    def __init__(self):
        self.data = b""

    def remote_write(self, offset, data):
        self.data = self.data[:offset] + data + self.data[offset + len(data):]

    def remote_read(self, offset, length):
        return self.data[offset:offset + length]

    def remote_describe(self, numbers, names):
        return (len(numbers) == len(names), names)


@implementer(RIKeeper)
class Keeper(Referenceable):
    """Takes stores and hands them out again."""

    def remote_open(self, store):
        return Store()

    def remote_use(self, store, data):
        d = store.callRemote("write", 0, data)
        d.addCallback(lambda _: store.callRemote("read", 0, len(data)))
        return d


class Driver(Referenceable):
    def __init__(self, tub):
        self.tub = tub
        self.held = []
        self.lost = 0
        self.started = []

    def remote_echo(self, x):
        return x

    def remote_size(self, data):
        return len(data)

    def remote_make(self, length):
        return b"x" * length

    def remote_later(self, x):
        return task.deferLater(reactor, 0.05, lambda: x)

    def remote_never(self):
        self.started.append(1)
        return defer.Deferred()

    def remote_boom(self):
        raise KeyError("missing")

    def remote_store(self):
        return Store()

    def remote_keeper(self):
        return Keeper()

    def remote_hold(self, ref):
        self.held.append(ref)
        ref.notifyOnDisconnect(self._lost)

    def _lost(self):
        self.lost += 1

    def remote_lost(self):
        return self.lost

    def remote_let_go(self):
        self.held = []

    def remote_held(self):
        return self.held[-1]

    def remote_call(self, ref, name, *args):
        d = ref.callRemote(name.decode(), *args)
        d.addErrback(unwrapped)
        return d

    def remote_fetch(self, furl, name, *args):
        d = self.tub.getReference(furl.decode())
        d.addCallback(lambda ref: ref.callRemote(name.decode(), *args))
        return d

    @defer.inlineCallbacks
    def remote_flood(self, ref, count):
        answers = yield defer.gatherResults([ref.callRemote("echo", i) for i in range(count)])
        return answers == list(range(count))

    def remote_pass_on(self, receiver, name, ref):
        return receiver.callRemote(name.decode(), ref)

    def remote_storage(self):
        """A storage server of Tahoe-LAFS."""
        from allmydata.storage.server import FoolscapStorageServer, StorageServer
        server = StorageServer(os.path.join(sys.argv[1], "storage"), b"n" * 20)
        server.startService()
        return FoolscapStorageServer(server)

    @defer.inlineCallbacks
    def remote_use_storage(self, storage, data):
        """Uploads, reads and changes shares as a client of Tahoe-LAFS does, schemas and all."""
        from allmydata.interfaces import RIStorageServer
        index, renew, cancel, enabler = b"i" * 16, b"r" * 32, b"c" * 32, b"w" * 32
        version = yield storage.callRemote("get_version")
        assert version[b"http://allmydata.org/tahoe/protocols/storage/v1"][b"available-space"] > 0
        have, writers = yield storage.callRemote(
            "allocate_buckets", index, renew, cancel, {0, 3}, len(data), Referenceable())
        assert (have, set(writers)) == (set(), {0, 3}), (have, writers)
        yield writers[0].callRemote("write", 0, data[:1000])
        yield writers[0].callRemote("write", 1000, data[1000:])
        yield writers[0].callRemote("close")
        yield writers[3].callRemote("abort")
        readers = yield storage.callRemote("get_buckets", index)
        assert set(readers) == {0}, readers
        whole = yield readers[0].callRemote("read", 0, len(data) + 10)
        assert whole == data
        tail = yield readers[0].callRemote("read", len(data) - 5, 100)
        assert tail == data[-5:]
        yield storage.callRemote("add_lease", index, renew, cancel)
        slot = b"s" * 16
        secrets = (enabler, renew, cancel)
        done, before = yield storage.callRemote(
            "slot_testv_and_readv_and_writev", slot, secrets,
            {1: ([(0, 1, b"eq", b"")], [(0, b"hello")], None)}, [(0, 10)])
        assert (done, before) == (True, {}), (done, before)
        done, before = yield storage.callRemote(
            "slot_testv_and_readv_and_writev", slot, secrets,
            {1: ([(0, 5, b"eq", b"other")], [(0, b"x")], None)}, [(1, 3)])
        assert (done, before) == (False, {1: [b"ell"]}), (done, before)
        found = yield storage.callRemote("slot_readv", slot, [], [(0, 100)])
        assert found == {1: [b"hello"]}, found
        try:
            yield storage.callRemote(
                "slot_testv_and_readv_and_writev", slot, (b"W" * 32, renew, cancel), {}, [(0, 1)])
            raise ValueError("another write enabler was accepted")
        except RemoteException as e:
            assert e.failure.check("allmydata.interfaces.BadWriteEnablerError"), e.failure.value
        yield storage.callRemote("advise_corrupt_share", b"immutable", index, 0, b"a test")
        return RIStorageServer.__remote_name__.encode()

    def remote_connections(self):
        return len(self.tub.brokers)

    def remote_drop_all(self):
        for broker in list(self.tub.brokers.values()):
            broker.transport.abortConnection()


def main():
    port = socket.socket()
    port.bind(("127.0.0.1", 0))
    number = port.getsockname()[1]
    port.close()
    tub = Tub(certFile=os.path.join(sys.argv[1], "tub.pem"))
    # As Tahoe-LAFS sets it.
    tub.setOption("expose-remote-exception-types", False)
    tub.listenOn("tcp:%d:interface=127.0.0.1" % number)
    tub.setLocation("tcp:127.0.0.1:%d" % number)
    tub.startService()
    print("FURL", tub.registerReference(Driver(tub), "driver"), flush=True)

    def wait():
        sys.stdin.read()
        reactor.callFromThread(reactor.stop)

    threading.Thread(target=wait, daemon=True).start()
    reactor.run()


main()
