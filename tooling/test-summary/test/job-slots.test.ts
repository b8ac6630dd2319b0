import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { openJobSlots } from '../src/job-slots.ts';

test('gives a slot that becomes free to the longest that waits, and to the others as they came', async () => {
  await using folder = await tempFolder();
  await using slots = await openJobSlots(folder.path, { slots: 1, first: ['longest', 'long'] });
  const order: string[] = [];
  const ask = async (name: string): Promise<Socket> => {
    const socket = connect(slots.address, () => socket.write(`${name}\n`));
    socket.once('data', () => order.push(name));
    await once(socket, 'connect');
    return socket;
  };
  const holder = await ask('short');
  await once(holder, 'data');
  const others = [await ask('some'), await ask('long'), await ask('other'), await ask('longest')];
  // One that dies while it waits is passed over.
  others[1]?.destroy();
  holder.destroy();
  while (order.length < 2) await setImmediate();
  expect(order).toEqual(['short', 'longest']);
  others[3]?.destroy();
  while (order.length < 3) await setImmediate();
  others[0]?.destroy();
  while (order.length < 4) await setImmediate();
  expect(order).toEqual(['short', 'longest', 'some', 'other']);
});

test('lets as many go at once as there are slots', async () => {
  await using folder = await tempFolder();
  await using slots = await openJobSlots(folder.path, { slots: 2, first: [] });
  const gone: number[] = [];
  const sockets = [1, 2, 3].map((number) => {
    const socket = connect(slots.address, () => socket.write('suite\n'));
    return socket.once('data', () => gone.push(number));
  });
  while (gone.length < 2) await setImmediate();
  expect(gone).toHaveLength(2);
  sockets.find((_, place) => gone.includes(place + 1))?.destroy();
  while (gone.length < 3) await setImmediate();
  expect(gone.toSorted((one, other) => one - other)).toEqual([1, 2, 3]);
});
