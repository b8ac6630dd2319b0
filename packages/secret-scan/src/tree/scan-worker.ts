import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { openRules } from '../user-rules/rule-file.ts';
import type { ScanTextOptions } from '../scan-text.ts';
import { scanFiles, type FileScan } from './scan-files.ts';

interface WorkerSetting {
  readonly cdevSecretScan: { readonly root: string; readonly options: ScanTextOptions };
}

/** Starts this very file, or the part of a bundle that it has become, as a thread that answers lists of paths with what it found in them. */
export function startScanWorker(root: string, options: ScanTextOptions): Worker {
  const setting: WorkerSetting = { cdevSecretScan: { root, options } };
  const isSource = import.meta.url.endsWith('.ts');
  return new Worker(new URL(import.meta.url), {
    workerData: setting,
    execArgv: isSource ? ['--disable-warning=ExperimentalWarning', '--conditions=@cdev/source'] : [],
  });
}

/** Answers only when its rules are there; what is asked before waits in the port. */
async function answerLists({ root, options }: WorkerSetting['cdevSecretScan']): Promise<void> {
  if (options.rules !== undefined) await openRules(options.rules);
  parentPort?.on('message', (paths: readonly string[]) => {
    const scan: FileScan = scanFiles(root, paths, options);
    parentPort?.postMessage(scan, []);
  });
}

const setting = workerData as Partial<WorkerSetting> | null | undefined;
if (!isMainThread && setting?.cdevSecretScan) void answerLists(setting.cdevSecretScan);
