#!/usr/bin/env node
import { build } from '../src/build.ts';

process.exitCode = await build(process.cwd());
