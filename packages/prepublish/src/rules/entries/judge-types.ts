import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { CheckResult } from '@arethetypeswrong/core';
import type { PackageTarball } from '@cdev/package-tarball';

/** Milliseconds for one package. Packages with thousands of entry points would take many minutes. */
export const typesTimeLimit = 60_000;

/**
 * A thread of its own, because the library computes for seconds without a pause: it runs beside the other rules and can be ended. Its
 * program is a text, because a bundle has no file for it. The compiler in the library takes longer to load than most packages to judge, so
 * the thread stays for the next one.
 */
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const library = import(workerData);
parentPort.on('message', async ({ files, name, version, excludeEntrypoints }) => {
  try {
    const { Package, checkPackage } = await library;
    parentPort.postMessage({ result: await checkPackage(new Package(files, name, version), { excludeEntrypoints }) });
  } catch (error) {
    parentPort.postMessage({ failure: String(error?.stack ?? error) });
  }
});
`;

let worker: Worker | undefined;
/** One package at a time. */
let last: Promise<unknown> = Promise.resolve();

function start(): Worker {
  const library = pathToFileURL(createRequire(import.meta.url).resolve('@arethetypeswrong/core')).href;
  const started = new Worker(program, { eval: true, workerData: library, execArgv: [] });
  started.unref();
  return started;
}

/** What @arethetypeswrong/core says of a tarball; undefined when it needs too long or was interrupted. */
export function judgeTypes(
  tarball: PackageTarball,
  excludeEntrypoints: readonly string[],
  signal: AbortSignal,
): Promise<CheckResult | undefined> {
  const judged = last.catch(() => {}).then(() => judgeNow(tarball, excludeEntrypoints, signal));
  last = judged;
  return judged;
}

function judgeNow(
  { name, version, entries }: PackageTarball,
  excludeEntrypoints: readonly string[],
  signal: AbortSignal,
): Promise<CheckResult | undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  const files: Record<string, Uint8Array> = {};
  for (const { path, type, data } of entries.values())
    // Maps are never asked for.
    if (type === 'file' && !path.endsWith('.map')) files[`/node_modules/${name}/${path}`] = new Uint8Array(data);
  const thread = (worker ??= start());
  thread.ref();
  return new Promise((resolve, reject) => {
    const conclude = (settle: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      thread.off('message', answered).off('error', failed).off('exit', ended);
      thread.unref();
      settle();
    };
    const answered = ({ result, failure }: { result?: CheckResult; failure?: string }): void =>
      conclude(() => (failure === undefined ? resolve(result) : reject(new Error(failure))));
    const failed = (error: Error): void => conclude(() => reject(error));
    const ended = (): void => conclude(() => resolve(undefined));
    const end = (): void => {
      if (worker === thread) worker = undefined;
      void thread.terminate();
    };
    const timer = setTimeout(end, typesTimeLimit);
    signal.addEventListener('abort', end, { once: true });
    thread.on('message', answered).on('error', failed).on('exit', ended);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    thread.postMessage({ files, name, version, excludeEntrypoints });
  });
}
