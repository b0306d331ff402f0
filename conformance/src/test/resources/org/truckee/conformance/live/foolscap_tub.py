"""A Tub of the foolscap library that does what a test at the other end of the connection wants.

Prints the FURL of its driver object in one line and ends when its standard input is closed.
"""
import os
import socket
import sys
import threading

from foolscap.api import Referenceable, RemoteInterface, Tub
from foolscap.schema import Any, ByteStringConstraint, DictOf, ListOf, SetOf, TupleOf
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
        return ref.callRemote(name.decode(), *args)

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

    @defer.inlineCallbacks
    def remote_failure_of(self, ref, name):
        try:
            yield ref.callRemote(name.decode())
        except Exception as e:
            return type(e).__name__.encode()

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
