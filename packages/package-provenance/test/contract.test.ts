import { contract } from '@cdev/test-kit/contract';

contract(import.meta.url);
