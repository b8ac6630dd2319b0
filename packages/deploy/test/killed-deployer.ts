// Deploys the folder it is given and is killed before the step it is told, on the host it is told (a hook may do it too: it finds the process id in
// `deployer.pid`). Prints what happens otherwise. A PATH of its own may be given.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testContext } from '@cdev/test-kit';
import { deploy } from '../src/index.ts';

const [folder = '', step = '', host = '', path = process.env['PATH'] ?? ''] = process.argv.slice(2);
writeFileSync(join(folder, 'deployer.pid'), String(process.pid));
try {
  const { result } = await deploy(
    {
      environment: 'staging',
      onStep: (name, where) => {
        if (name === step && where === host) process.kill(process.pid, 'SIGKILL');
      },
    },
    testContext({ cwd: folder, home: join(folder, 'home'), yes: true, env: { ...process.env, PATH: path } }),
  );
  process.stdout.write(result.outcome);
} catch (error) {
  process.stdout.write((error as { code?: string }).code ?? String(error));
}
