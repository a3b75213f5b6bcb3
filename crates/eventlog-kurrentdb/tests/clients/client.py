"""The Python client (kurrentdbclient), unchanged, against the server that its one argument names."""

import sys
from uuid import uuid4

from kurrentdbclient import KurrentDBClient, NewEvent, StreamState
from kurrentdbclient.exceptions import NotFoundError, WrongCurrentVersionError

client = KurrentDBClient(uri=sys.argv[1])
stream = f"python-{uuid4()}"
events = [
    NewEvent(type=f"made-{number}", data=b'{"number": %d}' % number, metadata=b"{}")
    for number in range(3)
]

try:
    client.get_stream(stream)
    raise SystemExit("a stream that is not there was read")
except NotFoundError:
    pass

position = client.append_to_stream(stream, current_version=StreamState.NO_STREAM, events=events[:2])
# The same again is the same, and not written twice.
again = client.append_to_stream(stream, current_version=StreamState.NO_STREAM, events=events[:2])
assert again == position, (again, position)
try:
    client.append_to_stream(stream, current_version=StreamState.NO_STREAM, events=events[2:])
    raise SystemExit("what conflicts was taken")
except WrongCurrentVersionError:
    pass
last = client.append_to_stream(stream, current_version=1, events=events[2:])
assert last > position

read = client.get_stream(stream)
assert [event.id for event in read] == [event.id for event in events], read
assert [event.stream_position for event in read] == [0, 1, 2], read
assert read[2].data == b'{"number": 2}' and read[2].type == "made-2", read[2]
backwards = client.get_stream(stream, backwards=True, limit=2)
assert [event.stream_position for event in backwards] == [2, 1], backwards
assert client.get_current_version(stream) == 2
assert client.get_commit_position() >= last
everything = [event.id for event in client.read_all() if event.stream_name == stream]
assert everything == [event.id for event in events], everything

with client.subscribe_to_stream(stream) as subscription:
    heard = [next(subscription).id for _ in events]
    assert heard == [event.id for event in events], heard
    later = NewEvent(type="made-later", data=b"later")
    client.append_to_stream(stream, current_version=2, events=[later])
    assert next(subscription).id == later.id
with client.subscribe_to_all(commit_position=last) as subscription:
    assert next(subscription).id == later.id

client.close()
print("fine")
