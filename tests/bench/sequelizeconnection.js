// SPDX-License-Identifier: GPL-3.0-or-later
// Sequelize 6 out of the node_modules of a folder, connected to what a URL of Conjoin names.
'use strict';
const { createRequire } = require('module');

exports.connect = (folder, url, options = {}) => {
  const sequelize = createRequire(folder + '/package.json')('sequelize');
  const target = new URL(url.replace(/^sqlite:/, 'sqlite://local/').replace('@/', '@localhost/')); // a socket has no host
  const common = { logging: false, define: { timestamps: false }, ...options };
  const connection =
    target.protocol === 'sqlite:'
      ? new sequelize.Sequelize({ ...common, dialect: 'sqlite', storage: decodeURIComponent(url.replace(/^sqlite:/, '')) })
      : new sequelize.Sequelize(decodeURIComponent(target.pathname.slice(1)), decodeURIComponent(target.username), '', {
          ...common,
          dialect: target.protocol === 'postgresql:' ? 'postgres' : 'mariadb',
          host: target.searchParams.get('host') || 'localhost',
          dialectOptions: { socketPath: target.searchParams.get('unix_socket') || undefined },
        });
  return { sequelize: connection, DataTypes: sequelize.DataTypes };
};
