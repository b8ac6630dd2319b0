import { describe, expect, test } from '@jest/globals';
import { runBin, tempFolder, transcript } from '@cdev/test-kit';
import { hasSshd, sshFarm } from './ssh-farm.ts';

test('says what is missing, and where a fault stands', async () => {
  await using folder = await tempFolder({
    'bad.yaml': 'version: 1\nproject: shop\nenvironments:\n  live: { path: /srv/shop, hosts: [{ adress: a }] }\n',
  });
  expect(transcript(await runBin('deploy', ['plan', 'production'], { cwd: folder.path }))).toMatchInlineSnapshot(`
"$ cdev-deploy plan production
exit 2
--- stderr
✗ <folder>/cdev.deploy.yaml cannot be read (ENOENT)
  → Write a cdev.deploy.yaml there (its README has one to begin with)
  → Or give another with --file
  CDEV_E_DEPLOY_CONFIG_MISSING
"
`);
  expect(transcript(await runBin('deploy', ['status', 'live', '--file', 'bad.yaml'], { cwd: folder.path })))
    .toMatchInlineSnapshot(`
"$ cdev-deploy status live --file bad.yaml
exit 2
--- stderr
✗ The deploy file has faults:
  <folder>/bad.yaml:4:36 (environments.live.hosts[0].address): expected a text, found nothing
  <folder>/bad.yaml:4:46 (environments.live.hosts[0].adress): expected no field of this name here, found the text "a"
  → Mend the fields that are named
  CDEV_E_DEPLOY_CONFIG_INVALID
"
`);
  expect(transcript(await runBin('deploy', ['apply'], { cwd: folder.path }))).toMatchInlineSnapshot(`
"$ cdev-deploy apply
exit 2
--- stderr
✗ <environment> is missing: The environment in the deploy file, such as production
  → See cdev-deploy apply --help
  CDEV_E_CLI_USAGE
"
`);
});

(hasSshd ? describe : describe.skip)('with hosts', () => {
  test('plans, applies, shows and goes back', async () => {
    await using farm = await sshFarm(2);
    await farm.configure(
      "    batches: [1]\n    hooks: { activate: 'echo started' }\n    health: [{ command: 'test -e index.html' }]\n",
    );
    const replace = [[/0001-[0-9a-f]{8}/g, '<first>'] as const, [/--plan [0-9a-f]{12}/g, '--plan <digest>'] as const];
    const start = async (...argv: string[]): Promise<string> =>
      transcript(await runBin('deploy', argv, { cwd: farm.path, home: farm.home, timeLimit: 60_000 }), { replace });
    expect(await start('plan', 'staging')).toMatchInlineSnapshot(`
"$ cdev-deploy plan staging
exit 0
--- stdout
Deploy <first> to staging  2 files, 11 B
  batch 1  web1  web1  nothing → <first>  upload all
  batch 2  web2  web2  nothing → <first>  upload all
  the first failure takes all hosts back

Apply it: cdev-deploy apply staging --plan <digest>
--- stderr
✓ Reading what is deployed  2 files  <duration>
✓ Looking at 2 hosts  <duration>
"
`);
    expect(await start('apply', 'staging', '--yes', '--quiet')).toMatchInlineSnapshot(`
"$ cdev-deploy apply staging --yes --quiet
exit 0
--- stdout
  ✓  web1  <first>
  ✓  web2  <first>
"
`);
    await farm.write({ 'dist/index.html': 'two\n' });
    expect(await start('apply', 'staging', '--yes', '--quiet', '--release', 'v2')).toMatchInlineSnapshot(`
"$ cdev-deploy apply staging --yes --quiet --release v2
exit 0
--- stdout
  ✓  web1  0002-v2
  ✓  web2  0002-v2
"
`);
    expect(await start('status', 'staging', '--quiet')).toMatchInlineSnapshot(`
"$ cdev-deploy status staging --quiet
exit 0
--- stdout
  ✓  web1  0002-v2  well, 2 releases
  ✓  web2  0002-v2  well, 2 releases
"
`);
    expect(await start('rollback', 'staging', '--yes', '--quiet')).toMatchInlineSnapshot(`
"$ cdev-deploy rollback staging --yes --quiet
exit 0
--- stdout
  ✓  web1  <first>
  ✓  web2  <first>
"
`);
    expect(await start('maintenance', 'staging', 'on', '--quiet')).toMatchInlineSnapshot(`
"$ cdev-deploy maintenance staging on --quiet
exit 0
--- stdout
  ✓  web1  maintenance page on
  ✓  web2  maintenance page on
"
`);
    expect(await start('unlock', 'staging', '--quiet', '--yes')).toMatchInlineSnapshot(`
"$ cdev-deploy unlock staging --quiet --yes
exit 0
--- stdout
  web1  was not locked
  web2  was not locked
"
`);
  }, 120_000);
});
