import { expect } from '@jest/globals';
import { tempRepo, testContext } from '@cdev/test-kit';
import { securityCheck, type SecurityCheckOptions, type SecurityReport } from '../src/security-check.ts';
import { checkOptions } from './check-options.ts';

const options: SecurityCheckOptions = {
  ...checkOptions,
  only: ['hygiene'],
  failOn: 'warning',
};
export async function check(cwd: string, more: Partial<SecurityCheckOptions> = {}): Promise<SecurityReport> {
  return (await securityCheck({ ...options, ...more }, testContext({ cwd }))).result;
}
export async function told(files: Record<string, string>, untracked: Record<string, string> = {}): Promise<string[]> {
  await using repo = await tempRepo(files);
  await repo.write(untracked);
  const { issues, checks } = await check(repo.path);
  expect(checks.find(({ check }) => check === 'hygiene')).toMatchObject({ status: 'checked' });
  return issues.map(
    ({ level, ruleId, places: [{ path, line }] }) =>
      `${level} ${ruleId} ${path}${line === undefined ? '' : `:${line}`}`,
  );
}
export const manifest = (fields: object): string =>
  JSON.stringify({ name: 'shop', version: '1.0.0', files: ['dist'], ...fields }, null, 1);
export const lockOf = (packages: Record<string, object>, dependencies: Record<string, string> = {}): string =>
  JSON.stringify(
    {
      name: 'shop',
      version: '1.0.0',
      lockfileVersion: 3,
      packages: { '': { name: 'shop', version: '1.0.0', dependencies }, ...packages },
    },
    null,
    1,
  );
export const sha = `sha512-${'A'.repeat(86)}==`;
export const good = { version: '1.0.0', resolved: 'https://packages.example.org/a/-/a-1.0.0.tgz', integrity: sha };
export const withLock = (packages: Record<string, object>): Record<string, string> => {
  const dependencies = Object.fromEntries(
    Object.keys(packages).map((key) => [key.replace('node_modules/', ''), '^1.0.0']),
  );
  return { 'package.json': manifest({ dependencies }), 'package-lock.json': lockOf(packages, dependencies) };
};
