import { contract } from '@cdev/test-kit';

contract(import.meta.url);
