import { mask } from '../toolkit/input.ts';
import { run } from '../toolkit/run.ts';
import { clusterLogin, secretFolder } from './cluster-login.ts';
import { execCredential } from './oidc.ts';
import { readSettings } from './settings.ts';

const [, script = '', mode, audience = ''] = process.argv;

// kubectl starts us again as its credential plug-in; its stdout is kubectl's then.
if (mode === 'credential') {
  console.log(await execCredential(process.env, audience));
} else {
  await run('Cluster login', async signal => {
    const settings = readSettings();
    const job = { env: process.env, folder: await secretFolder(process.env), signal, mask };
    return clusterLogin(settings, job, [process.execPath, script]);
  });
}
