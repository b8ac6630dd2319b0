import { renderHelp } from '@cdev/core/cli';
import { runBin } from '../run-bin.ts';
import type { Subject } from './subject.ts';

/** What `--version` and `--help` answer, against the manifest and the sources. @returns what is wrong. */
export async function checkAnswers({ folder, manifest, script }: Subject): Promise<string[]> {
  const expected: (readonly [argv: readonly string[], stdout: string])[] = [
    [['--version'], `${manifest.version}\n`],
    [['--help'], renderHelp(script)],
    ...script.commands.flatMap((command, index) => {
      const help = renderHelp(script, command);
      const words = command.name === '' ? [] : [command.name];
      // What `-h` is short for is the same for all commands, and what the script itself answers is the help of the command without a name.
      const asked = [...(command.name === '' ? [] : ['--help']), ...(index === 0 ? ['-h'] : [])];
      return asked.map((option) => [[...words, option], help] as const);
    }),
  ];
  const problems = await Promise.all(
    expected.map(async ([argv, wanted]) => {
      const { command, exitCode, stdout, stderr } = await runBin(folder, argv, { cwd: folder });
      return [
        ...(exitCode === 0 && stderr === '' ? [] : [`${command} ended with ${exitCode}: ${stderr}`]),
        ...(stdout === wanted
          ? []
          : [`${command} printed what the sources do not say (is the build of now?): ${stdout}`]),
      ];
    }),
  );
  return problems.flat();
}
