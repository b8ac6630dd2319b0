import { contract } from '@cdev/test-kit';
import { errors } from '../src/errors.ts';
import { script } from '../src/cli.ts';

contract({ packageName: 'cache-linear-issue', script, errors });
