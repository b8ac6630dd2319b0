import { open } from 'node:fs/promises';
import { redact, stripControl } from '@cdev/core/log';

/** Bytes read from the end; enough for the lines that are shown, whatever the size of the log. */
const window = 64_000;
const lineCount = 200;

/** The last lines of a log, safe to show; empty when it is not there (yet). */
export async function logTail(file: string): Promise<readonly string[]> {
  let handle;
  try {
    handle = await open(file);
  } catch {
    return [];
  }
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - window);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
    const lines = buffer.toString('utf8', 0, bytesRead).replace(/\n$/, '').split('\n');
    // Cut somewhere in the middle, the first line is not one.
    const whole = start === 0 ? lines : lines.slice(1);
    return whole.slice(-lineCount).map((line) => stripControl(redact(line)));
  } finally {
    await handle.close();
  }
}
