/**
 * `CDEV_FIELD_SOURCES=<folder> pnpm --filter @cdev/field-trial security [name …]`: the folders in it (unpacked public repositories, `owner+name`) looked at by
 * `@cdev/code-scan` and `@cdev/workflow-scan`. Every finding above a note goes to stdout, to be judged in `security.md`; CPU seconds with them.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { scanCode } from '@cdev/code-scan';
import { scanWorkflows } from '@cdev/workflow-scan';

const { CDEV_FIELD_SOURCES: sources = '' } = process.env;
if (sources === '') throw new Error('Set CDEV_FIELD_SOURCES');
const chosen = process.argv.slice(2).filter((word) => word !== '--');
for (const name of (await readdir(sources)).sort()) {
  if (chosen.length > 0 && !chosen.some((each) => name.includes(each))) continue;
  const root = join(sources, name);
  const paths = (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !/(^|\/)(node_modules|\.git)(\/|$)/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  const before = process.cpuUsage();
  const code = await scanCode({ root, paths });
  const workflows = await scanWorkflows({ root });
  const { user, system } = process.cpuUsage(before);
  const issues = [...code.issues, ...workflows.issues];
  const notes = issues.filter(({ level }) => level === 'note').length;
  console.log(
    `\n${name}: ${code.files} files of code, ${workflows.files} workflows, ${issues.length - notes} findings, ${notes} notes, ${((user + system) / 1e6).toFixed(2)} CPU s`,
  );
  for (const { level, ruleId, places } of issues)
    if (level !== 'note')
      console.log(
        `${level} ${ruleId} ${places[0].path}:${places[0].line ?? ''} ${places
          .map(({ note }) => note ?? '')
          .join(' <- ')
          .slice(0, 160)}`,
      );
}
