/**
 * `CDEV_FIELD_MIRRORS=<folder> CDEV_FIELD_WORK=<folder> pnpm --filter @cdev/field-trial trial [--at-once] [name …]`: real repositories, real
 * commands, scripted agents. Commands and what they say go to stderr, the table to stdout.
 */
import { parseArgs } from 'node:util';
import { repositories } from './repositories.ts';
import { trial, trialAtOnce } from './trial.ts';

const { values, positionals } = parseArgs({
  options: { 'at-once': { type: 'boolean', default: false } },
  allowPositionals: true,
  args: process.argv.slice(2).filter((word) => word !== '--'),
});
const { CDEV_FIELD_MIRRORS: mirrors, CDEV_FIELD_WORK: work } = process.env;
if (mirrors === undefined || work === undefined) throw new Error('Set CDEV_FIELD_MIRRORS and CDEV_FIELD_WORK');
const chosen = repositories.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const seconds = (value: number): string => value.toFixed(1);

if (!values['at-once'])
  process.stdout.write(
    '| repository | files | parts | agents | plan | plan s | worktrees s | agents s | integrate s | tests |\n| --- | --: | --: | --: | --- | --: | --: | --: | --: | --- |\n',
  );
for (const repository of chosen) {
  if (values['at-once']) {
    const ended = await trialAtOnce(repository, { mirrors, work });
    process.stdout.write(`${repository.name}: exit code ${ended.exitCode} after ${seconds(ended.seconds)} s\n`);
    continue;
  }
  const row = await trial(repository, { mirrors, work });
  const times = [row.planning, row.worktrees, row.working, row.integrating].map(seconds);
  const cells = [row.repository, row.files, row.parts, row.agents, row.plan, ...times, row.tests];
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
