/** Bundles what the benchmark measures the service against into DIR, beside the app: node vad-service/bench/build.ts DIR */
import { bundle } from '../build.ts';

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: node vad-service/bench/build.ts DIR');
await bundle(['bench/echo.ts', 'bench/raw-model.ts'], folder);
