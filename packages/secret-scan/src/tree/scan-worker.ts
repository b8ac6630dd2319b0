import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { isCdevError } from '@cdev/core/errors';
import { openRules } from '../user-rules/rule-file.ts';
import type { ScanTextOptions } from '../scan-text.ts';
import { scanFiles, type FileScan } from './scan-files.ts';

interface WorkerSetting {
  readonly cdevSecretScan: { readonly root: string; readonly options: ScanTextOptions };
}

/** What is told of a rule that takes too long. */
export interface SlowRule {
  readonly file: string;
  readonly rule: string;
  readonly path: string;
}

export type WorkerAnswer = FileScan | { readonly tooSlow: SlowRule };

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
    parentPort?.postMessage(answerTo(root, paths, options), []);
  });
}

/** An error would lose what it is on the way. */
function answerTo(root: string, paths: readonly string[], options: ScanTextOptions): WorkerAnswer {
  try {
    return scanFiles(root, paths, options);
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_SECRET_SCAN_RULE_TOO_SLOW')) throw error;
    return { tooSlow: error.details as unknown as SlowRule };
  }
}

const setting = workerData as Partial<WorkerSetting> | null | undefined;
if (!isMainThread && setting?.cdevSecretScan) void answerLists(setting.cdevSecretScan);
