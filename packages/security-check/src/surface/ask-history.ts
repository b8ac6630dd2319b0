/** In a file of its own: it is loaded before what scans, and not for a hook. */
export { askHistory } from '@cdev/secret-scan';
