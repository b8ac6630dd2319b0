// Deploys the folder it is given and is killed before the step it is told, on the host it is told. Prints what happens otherwise.
import { join } from 'node:path';
import { testContext } from '@cdev/test-kit';
import { deploy } from '../src/index.ts';

const [folder = '', step = '', host = ''] = process.argv.slice(2);
try {
  const { result } = await deploy(
    {
      environment: 'staging',
      onStep: (name, where) => {
        if (name === step && where === host) process.kill(process.pid, 'SIGKILL');
      },
    },
    testContext({ cwd: folder, home: join(folder, 'home'), yes: true, env: { ...process.env } }),
  );
  process.stdout.write(result.outcome);
} catch (error) {
  process.stdout.write((error as { code?: string }).code ?? String(error));
}
