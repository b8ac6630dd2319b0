// A deployer on a machine of a lab: deploys, or takes back, what is in the folder it is given, and prints how that ended.
import { join } from 'node:path';
import { testContext } from '@cdev/test-kit';
import { deploy, recoverDeployment } from '../../src/index.ts';

const [folder = '', deed = 'deploy', path = process.env['PATH'] ?? '', home = 'home'] = process.argv.slice(2);
const context = testContext({ cwd: folder, home: join(folder, home), yes: true, env: { ...process.env, PATH: path } });
const on = { environment: 'staging' };
try {
  const said =
    deed === 'deploy'
      ? (await deploy(on, context)).result.outcome
      : (await recoverDeployment({ ...on, isDryRun: false }, context)).result.hosts
          .map(({ status }) => status)
          .join(' ');
  process.stdout.write(said);
} catch (error) {
  const { code, message } = error as { code?: string; message: string };
  process.stdout.write(`${code ?? 'error'}: ${message}`);
}
