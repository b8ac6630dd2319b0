import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CdevError } from '../errors/index.ts';
import { asCdevError, hasStack } from './as-cdev-error.ts';
import type { Log } from '../log/index.ts';
import { lazyLog, type LazyLog } from '../log/lazy-log.ts';
import { resolveValues } from './configuration.ts';
import type { CheckResult, Command, Context, Outcome, Page, Script } from './command.ts';
import { errors } from './errors.ts';
import { exitCodeOf, exitCodeOfOutcome, usageExitCode } from './exit-code.ts';
import { deprecationLine } from './deprecation-notice.ts';
import { renderHealth } from './health.ts';
import type { OutputFormat } from './house-options.ts';
import type { Io } from './io.ts';
import { createPainter, type Live } from './live.ts';
import { parseArguments } from './parse-arguments.ts';
import { createProgress, silentProgress } from './progress.ts';
import { createPrompt } from './prompt.ts';
import { renderDocument, type ResultDocument } from './render.ts';
import { errorDocument, renderError } from './render-error.ts';
import { renderHelp } from './render-help.ts';
import { machineFacts, writeRunRecord, type RunRecord } from './run-record.ts';
import { createStyle, wantsColour } from './style.ts';

type Values = Readonly<Record<string, unknown>>;

/** How this run speaks, known before anything can go wrong with it. */
interface Manner {
  format: OutputFormat;
  verbose: boolean;
  quiet: boolean;
}

/**
 * Runs one command line from the first word to the exit code. Touches nothing of the process but through `io`, so tests call
 * it as `execute` does. Prints exactly one document on stdout in machine formats, on success and on failure.
 */
export async function runCommand(script: Script, version: string, argv: readonly string[], io: Io): Promise<number> {
  const started = io.clock();
  // Not `performance`, which is loaded when it is first asked for.
  const clockStart = process.uptime();
  const manner = mannerOf(argv, io);
  // Empty is unset, as everywhere.
  const home = io.env['CDEV_HOME'] || join(io.userFolder, '.cdev');
  const logFile = join(home, 'logs', `${script.name}.log`);
  let commandName = script.name;
  let recordedName = script.name;
  let status: RunRecord['status'] = 'error';
  let failure: CdevError | undefined;
  let exitCode: number;
  const logs: LazyLog[] = [];
  const document = (fields: Pick<ResultDocument, 'status' | 'data' | 'error'>): ResultDocument => ({
    command: commandName,
    version,
    ...fields,
  });
  const page: Page = pageFor(io);
  try {
    const asked = await houseQuestion(script, version, argv);
    if (asked !== undefined) {
      io.stdout.write(asked);
      return 0;
    }
    // Whoever types nothing but the name wants to know what there is.
    if (argv.length === 0 && manner.format === 'console' && script.commands.every(({ name }) => name !== '')) {
      io.stderr.write(renderHelp(script));
      return usageExitCode;
    }
    const typed = parseArguments(script, argv);
    const cwd = existingFolder(resolve(io.cwd, (typed.values['cwd'] as string | undefined) ?? '.'));
    const { values, configured } = await resolveValues(script, typed, { cwd, env: io.env });
    manner.format = values['json'] === true ? 'json' : (values['output-format'] as OutputFormat);
    manner.verbose = values['verbose'] === true || manner.verbose;
    manner.quiet = values['quiet'] === true;
    commandName = [script.name, values['health'] === true ? '' : typed.command.name]
      .filter((word) => word !== '')
      .join(' ');
    recordedName = values['health'] === true ? `${script.name} --health` : commandName;
    const log = openLog(script, version, logFile, manner, io);
    logs.push(log);
    const context = contextFor({
      script: { name: script.name, version },
      cwd,
      home,
      log,
      manner,
      io,
      command: typed.command,
      values,
      configured,
      document,
    });
    log.debug('started', { argv: [...argv], cwd });
    // Whoever wants to see every line wants it when it comes.
    await log.settled();
    try {
      const outcome =
        values['health'] === true
          ? await healthOutcome(script, context)
          : await perform(typed.command, values, context);
      context.progress.close();
      context.finish();
      const human =
        values['health'] === true
          ? (result: unknown) => renderHealth(script.name, result as CheckResult[], page)
          : typed.command.human;
      status = outcome.status;
      exitCode = values['health'] === true && outcome.status !== 'ok' ? 3 : exitCodeOfOutcome(outcome.status);
      const isBare = typed.command.isBare === true && values['health'] !== true;
      const text =
        manner.format === 'console'
          ? await human(outcome.result, page)
          : await renderDocument(
              isBare ? (outcome.result as object) : document({ status, data: outcome.result }),
              manner.format,
            );
      io.stdout.write(text);
      log.debug('ended', { status, exitCode });
    } catch (error) {
      context.progress.close();
      context.finish();
      throw error;
    }
  } catch (error) {
    const interruptedBy = io.signal.aborted ? String(io.signal.reason) : undefined;
    failure = asCdevError(error, interruptedBy, logFile);
    exitCode = exitCodeOf(failure, interruptedBy);
    if (manner.format !== 'console')
      io.stdout.write(
        await renderDocument(document({ status: 'error', error: errorDocument(failure) }), manner.format),
      );
    const style = createStyle(wantsColour(io.env, io.stderr.isTerminal));
    io.stderr.write(renderError(failure, { style, verbose: manner.verbose }));
    if (failure.kind === 'internal' && manner.verbose && hasStack(error)) io.stderr.write(`${error.stack}\n`);
    const log = openLog(script, version, logFile, { ...manner, verbose: false }, io);
    logs.push(log);
    log.error(failure.message, {
      ...errorDocument(failure),
      stack: hasStack(error) ? error.stack : undefined,
    });
  }
  tellDeprecation(script, manner, io);
  for (const log of logs) await log.settled();
  writeRunRecord(home, {
    schemaVersion: 1,
    script: script.name,
    command: recordedName,
    version,
    start: started.toISOString(),
    duration: Math.round((process.uptime() - clockStart) * 1000),
    ...machineFacts(io.cwd),
    status,
    exitCode,
    ...(failure && { errorCode: failure.code }),
  });
  return exitCode;
}

/** For people only, and behind all else, where it is seen. */
function tellDeprecation({ deprecation, name }: Script, { format, quiet }: Manner, io: Io): void {
  if (deprecation === undefined || format !== 'console' || quiet) return;
  const line = deprecationLine(deprecation, { script: name, now: io.clock() });
  const style = createStyle(wantsColour(io.env, io.stderr.isTerminal));
  if (line !== undefined) io.stderr.write(`${style.warning(line)}\n`);
}

/** `--help`, `--version` and `--describe`, wherever they stand before `--`; asked for before anything is validated. */
async function houseQuestion(script: Script, version: string, argv: readonly string[]): Promise<string | undefined> {
  const words = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  if (words.includes('--version')) return `${version}\n`;
  if (words.includes('--describe')) {
    const { describeScript } = await import('./describe-script.ts');
    return `${JSON.stringify(describeScript(script, version))}\n`;
  }
  if (!words.includes('--help') && !words.includes('-h')) return undefined;
  const named = script.commands.find(({ name }) => name !== '' && name === words[0]);
  return renderHelp(script, named);
}

function mannerOf(argv: readonly string[], { env }: Io): Manner {
  const at = argv.findIndex((word) => word === '--output-format' || word === '-o');
  const given = argv.includes('--json')
    ? 'json'
    : at === -1
      ? argv.find((word) => word.startsWith('--output-format='))?.slice('--output-format='.length)
      : argv[at + 1];
  const wanted = given ?? env['CDEV_OUTPUT_FORMAT'];
  return {
    format: wanted === 'json' || wanted === 'yaml' ? wanted : 'console',
    verbose: env['CDEV_DEBUG'] === 'true' || argv.includes('--verbose') || argv.includes('-v'),
    quiet: argv.includes('--quiet'),
  };
}

function openLog(script: Script, version: string, file: string, manner: Manner, io: Io): LazyLog {
  const debug = io.env['CDEV_DEBUG'] === 'true' || manner.verbose;
  return lazyLog({
    script: script.name,
    version,
    file,
    level: debug ? 'debug' : 'info',
    echo: manner.verbose ? (level, message) => io.stderr.write(`${level}: ${message}\n`) : undefined,
  });
}

interface Setting {
  readonly script: Context['script'];
  readonly cwd: string;
  readonly home: string;
  readonly log: Log;
  readonly manner: Manner;
  readonly io: Io;
  readonly command: Command;
  readonly values: Values;
  readonly configured: ReadonlySet<string>;
  readonly document: (fields: Pick<ResultDocument, 'status' | 'data'>) => ResultDocument;
}

function contextFor({
  script,
  cwd,
  home,
  log,
  manner,
  io,
  command,
  values,
  configured,
  document,
}: Setting): Context & { finish: () => void } {
  const stderrStyle = createStyle(wantsColour(io.env, io.stderr.isTerminal));
  const isLive = io.stderr.isTerminal && io.env['TERM'] !== 'dumb' && io.env['CI'] === undefined;
  const painter = createPainter(io.stdout);
  const onTerminal = io.stdout.isTerminal && manner.format === 'console';
  const showAs = (write: (text: string) => void) => async (result: unknown) => {
    if (manner.format === 'console') write(await command.human(result, pageFor(io)));
    else if (manner.format === 'json') io.stdout.write(`${JSON.stringify(document({ status: 'ok', data: result }))}\n`);
    else io.stdout.write(`---\n${await renderDocument(document({ status: 'ok', data: result }), 'yaml')}`);
  };
  const live: Live = {
    isTerminal: onTerminal,
    show: showAs(onTerminal ? painter.paint : io.stdout.write),
    append: showAs(io.stdout.write),
    leave: painter.close,
  };
  return {
    script,
    cwd,
    env: io.env,
    stdin: io.stdin ?? (async () => ''),
    home,
    log,
    signal: io.signal,
    onSecondSignal: io.onSecondSignal,
    clock: io.clock,
    progress: manner.quiet ? silentProgress : createProgress(io.stderr, stderrStyle, isLive),
    prompt: createPrompt(io, values['yes'] === true),
    live,
    configured,
    streams: io.streams,
    keys: onTerminal ? io.keys : undefined,
    finish: painter.close,
  };
}

function pageFor({ env, stdout }: Io): Page {
  const { columns = 100, rows, isTerminal } = stdout;
  return { style: createStyle(wantsColour(env, isTerminal)), columns, rows: isTerminal ? rows : undefined };
}

function perform(command: Command, values: Values, context: Context): Promise<Outcome<unknown>> {
  return command.run(command.toOptions(values as never, context), context);
}

async function healthOutcome(script: Script, context: Context): Promise<Outcome<readonly CheckResult[]>> {
  const result = await script.health(context);
  return { result, status: result.some(({ status }) => status === 'failed') ? 'findings' : 'ok' };
}

function existingFolder(path: string): string {
  if (!existsSync(path) || !statSync(path).isDirectory()) throw errors.make('CDEV_E_CLI_FOLDER_MISSING', { path });
  return path;
}
