import { readdir } from 'node:fs/promises';
import { runBin } from '../run-bin.ts';
import { tempFolder } from '../temp-folder.ts';
import type { Subject } from './subject.ts';

/** How the command fails when it is used wrongly. @returns what is wrong. */
export async function checkFailures({ folder, script }: Subject): Promise<string[]> {
  await using place = await tempFolder();
  const words = script.commands[0]?.name === '' ? [] : [script.commands[0]?.name ?? ''];
  const cases = [
    { argv: [...words, '--no-such-option'], code: 'CDEV_E_CLI_USAGE' },
    { argv: [...words, '--health', '--cwd', 'no-such-folder'], code: 'CDEV_E_CLI_FOLDER_MISSING' },
    { argv: [...words, '--health', '--output-format', 'sculpture'], code: 'CDEV_E_CLI_USAGE' },
  ];
  const problems = await Promise.all(
    cases.map(async ({ argv, code }) => {
      const { command, exitCode, stdout, stderr } = await runBin(folder, argv, { cwd: place.path });
      return [
        ...(exitCode === 2 ? [] : [`${command} ended with ${exitCode}, not 2`]),
        ...(stdout === '' ? [] : [`${command} put on stdout: ${stdout}`]),
        ...(stderr.includes(code) ? [] : [`${command} does not name ${code} on stderr: ${stderr}`]),
      ];
    }),
  );
  const left = await readdir(place.path);
  return [...problems.flat(), ...left.map((name) => `wrong use left ${name} behind`)];
}
