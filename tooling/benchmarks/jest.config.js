export { preset as default } from '@cdev/jest-config';
