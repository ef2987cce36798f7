// SPDX-License-Identifier: GPL-3.0-or-later
// node-redis with maintenance notifications on, as an application uses it: commands all the time, then one line of
// JSON on what became of them.
// usage: node load.js FOLDER-WITH-node_modules HOST PORT ENDPOINT-TYPE SECONDS
'use strict';
process.env.REDIS_EMIT_DIAGNOSTICS = '1'; // read by node-redis on each push
const { createRequire } = require('node:module');
const diagnostics = require('node:diagnostics_channel');
const { setTimeout: sleep } = require('node:timers/promises');

const [folder, host, port, endpointType, seconds] = process.argv.slice(2);
const { createClient } = createRequire(folder + '/')('redis');

const told = {};
diagnostics.subscribe('redis.maintenance', ({ type }) => { told[type] = (told[type] || 0) + 1; });
const rejections = [];
process.on('unhandledRejection', (reason) => rejections.push(String(reason)));

async function main() {
  const client = createClient({
    socket: { host, port: Number(port) },
    RESP: 3,
    maintNotifications: 'enabled',
    maintEndpointType: endpointType,
    commandOptions: { timeout: 1000 },
  });
  const disconnects = [];
  client.on('error', (error) => disconnects.push(String(error)));
  await client.connect();
  const first = await client.sendCommand(['CLIENT', 'ID']);

  let ok = 0;
  const errors = [];
  const end = Date.now() + Number(seconds) * 1000;
  const work = async (name) => {
    while (Date.now() < end) {
      try {
        await client.set(name, String(ok));
        await client.incr('counter');
        await client.get(name);
        ok += 3;
      } catch (error) {
        errors.push(String(error));
      }
      await sleep(5);
    }
  };
  await Promise.all(['a', 'b', 'c', 'd'].map(work));
  const last = await client.sendCommand(['CLIENT', 'ID']).catch(String);
  const counter = Number(await client.get('counter').catch(() => -1));
  console.log(JSON.stringify({ first, last, ok, errors, counter, told, disconnects, rejections }));
}

main().then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
