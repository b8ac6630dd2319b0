import { setFlagsFromString } from 'node:v8';

/** The quick one of V8's two optimising compilers; Node 22 does not use it. */
const quick = hasMaglev() ? ['maglev'] : [];
const compilers = ['opt', ...quick];
let areSpared = false;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Sets V8 up for a process that gives one answer and ends. What its optimising compilers would make faster has nearly all run when
 * they are done, and room for new objects that grows to many megabytes is memory to be fetched from the system for nothing: together
 * a third of the work of a ranking where nothing is new. For the whole process: only for a program of our own. Whoever starts Node
 * with flags of his own keeps what they say.
 * https://nodejs.org/api/v8.html#v8setflagsfromstringflags
 */
export function prepareForOneAnswer({ NODE_OPTIONS: options = '' }: Environment): void {
  if (process.execArgv.length > 0 || options !== '' || areSpared) return;
  areSpared = true;
  setFlagsFromString('--semi-space-growth-factor=1');
  for (const compiler of compilers) setFlagsFromString(`--no-${compiler}`);
}

/**
 * There is much to be read first: that is worth the quick compiler's time, and the thorough one's only where there is no other. What it takes is more than it
 * gains for thousands of files, and as much for tens of thousands.
 */
export function prepareForMuchWork(): void {
  if (!areSpared) return;
  areSpared = false;
  for (const compiler of quick.length > 0 ? quick : compilers) setFlagsFromString(`--${compiler}`);
}

function hasMaglev(): boolean {
  const { v8_enable_maglev: isThere } = process.config.variables as { readonly v8_enable_maglev?: unknown };
  return isThere === 1 || isThere === true;
}
