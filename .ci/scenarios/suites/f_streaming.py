"""Streaming: Spark's StreamingCompatibilitySuite. Words come from a socket of the machine that runs the scenarios."""

import socket
import threading
import time

from scenarios import node
from scenarios.registry import scenario

SUITE = "StreamingCompatibilitySuite: "


def serve_words(run):
    """Sends the words once to the first client that stays, and keeps the connection open."""
    server = socket.create_server((node.ADDRESS, 0))
    run.closers.append(server.close)
    connections = []

    def talk(connection):
        try:
            connection.sendall(b"a a b\n")
            time.sleep(2)
            connection.sendall(b"a a b c\n")
            time.sleep(600)
        except OSError:
            pass

    def accept():
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            connections.append(connection)
            threading.Thread(target=talk, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return server.getsockname()[1]


# A receiver of DStreams keeps one core.
CORES = {"spark.executor.cores": "2", "spark.kubernetes.executor.request.cores": "0.1"}


def stream(run, kind, mode):
    arguments = [kind, node.ADDRESS, serve_words(run)]
    if mode == "cluster":
        submission = run.submit("streaming.py", arguments, CORES)
        run.check_code(submission)
    else:
        run.client_pod("streaming.py", arguments, CORES)
        run.check_equal("exit code of the driver", run.wait_for_end(run.driver), 0)
    run.check_log(r"^all words were counted")
    run.check("there was an executor", run.executors())


@scenario("streaming-dstream-cluster", SUITE + "Run DStream in cluster mode")
def dstream_cluster(run):
    """DStream from a socket in cluster mode"""
    stream(run, "dstream", "cluster")


@scenario("streaming-dstream-client", SUITE + "Run DStream in client mode")
def dstream_client(run):
    """DStream from a socket in client mode in a pod"""
    stream(run, "dstream", "client")


@scenario("streaming-structured-cluster", SUITE + "Run Structured Streaming in cluster mode")
def structured_cluster(run):
    """Structured streaming from a socket in cluster mode"""
    stream(run, "structured", "cluster")


@scenario("streaming-structured-client", SUITE + "Run Structured Streaming in client mode")
def structured_client(run):
    """Structured streaming from a socket in client mode in a pod"""
    stream(run, "structured", "client")
