// Copyright: (c) 2026, the edgeops.cdn contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

// Prints, as JSON, the options of modules as editors see them: through the language server's own library.
//
//     node options.cjs LANGUAGE_SERVER COLLECTIONS_PATH MODULE...
//
// The library is no documented interface. If an update of the server moves it, this file follows.
"use strict";

const path = require("node:path");

const [server, collections, ...modules] = process.argv.slice(2);
const { DocsLibrary } = require(path.resolve(server, "dist/services/docsLibrary.cjs"));

function complain(message) {
  console.error(message);
  process.exitCode = 1;
}

/** Names of options, those of options as option.suboption. */
function names(options, prefix = "") {
  return [...options].flatMap(([name, option]) => [
    prefix + name,
    ...(option.suboptions ? names(option.suboptions, `${prefix}${name}.`) : []),
  ]);
}

async function main() {
  const connection = {
    sendNotification() {},
    window: { showErrorMessage: complain },
    console: { error: complain, warn: complain, info() {}, log() {} },
  };
  const library = new DocsLibrary(connection, {
    workspaceFolder: { uri: "file:///" },
    documentSettings: { get: async () => ({ executionEnvironment: { enabled: false } }) },
    documentMetadata: { get: async () => undefined },
    ansibleConfig: Promise.resolve({
      module_locations: [],
      ansible_location: "/nonexistent",
      collections_paths: [path.resolve(collections)],
    }),
  });
  await library.initialize();
  const found = {};
  for (const module of modules) {
    const [known] = await library.findModule(module, undefined, "file:///playbook.yml");
    found[module] = known?.documentation ? names(known.documentation.options) : null;
  }
  console.log(JSON.stringify(found));
}

main().catch((error) => complain(String(error)));
