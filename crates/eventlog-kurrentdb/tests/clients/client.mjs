// The Node client (@kurrent/kurrentdb-client), unchanged, against the server that its one argument names.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

import {
  BACKWARDS,
  END,
  KurrentDBClient,
  NO_STREAM,
  START,
  StreamNotFoundError,
  WrongExpectedVersionError,
  jsonEvent,
} from "@kurrent/kurrentdb-client";

const client = KurrentDBClient.connectionString(process.argv[2]);
const stream = `node-${randomUUID()}`;
const events = [0, 1, 2].map((number) => jsonEvent({ id: randomUUID(), type: `made-${number}`, data: { number } }));
const ids = events.map(({ id }) => id);
const all = async (read) => {
  const taken = [];
  for await (const { event } of read) taken.push(event);
  return taken;
};

await assert.rejects(all(client.readStream(stream)), StreamNotFoundError);
const first = await client.appendToStream(stream, events.slice(0, 2), { streamState: NO_STREAM });
assert.equal(first.nextExpectedRevision, 1n);
await assert.rejects(
  client.appendToStream(stream, events.slice(2), { streamState: NO_STREAM }),
  WrongExpectedVersionError,
);
const last = await client.appendToStream(stream, events.slice(2), { streamState: 1n });
assert.equal(last.nextExpectedRevision, 2n);
assert.ok(last.position.commit > first.position.commit);

const read = await all(client.readStream(stream, { fromRevision: START }));
assert.deepEqual(read.map(({ id }) => id), ids);
assert.deepEqual(read.map(({ revision }) => revision), [0n, 1n, 2n]);
assert.deepEqual(read[2].data, { number: 2 });
const backwards = await all(client.readStream(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 2 }));
assert.deepEqual(backwards.map(({ revision }) => revision), [2n, 1n]);
const everything = (await all(client.readAll())).filter(({ streamId }) => streamId === stream);
assert.deepEqual(everything.map(({ id }) => id), ids);

const subscription = client.subscribeToStream(stream, { fromRevision: START });
const later = jsonEvent({ id: randomUUID(), type: "made-later", data: {} });
const heard = [];
for await (const { event } of subscription) {
  heard.push(event.id);
  if (heard.length === 3) await client.appendToStream(stream, later, { streamState: 2n });
  if (heard.length === 4) break;
}
assert.deepEqual(heard, [...ids, later.id]);
await subscription.unsubscribe();
const behind = client.subscribeToAll({ fromPosition: last.position });
for await (const { event } of behind) {
  assert.equal(event.id, later.id);
  break;
}
await behind.unsubscribe();
await client.dispose();
console.log("fine");
