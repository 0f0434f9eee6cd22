// SPDX-License-Identifier: GPL-3.0-or-later
// node sequelizewrites.js FOLDER URL: what writebench measures, by Sequelize 6, whose node_modules are in FOLDER: 1,000
// students with five new classes each, in one transaction. Prints statements, milliseconds of CPU, milliseconds,
// and how many links there are then.
'use strict';
const { connect } = require('./sequelizeconnection.js');
const [folder, url] = process.argv.slice(2);
let statements = 0;
const { sequelize, DataTypes } = connect(folder, url, {
  logging: () => { statements += 1; },
  pool: { max: 1 },
});
const Student = sequelize.define('Student', { firstName: DataTypes.STRING });
const Class = sequelize.define('Class', { className: DataTypes.STRING });
const Enrollment = sequelize.define('Enrollment', { grade: DataTypes.STRING });
Student.belongsToMany(Class, { through: Enrollment });
Class.belongsToMany(Student, { through: Enrollment });

const values = (i) => ({
  firstName: `student ${i}`,
  Classes: [0, 1, 2, 3, 4].map((c) => ({ className: `class ${i}-${c}`, Enrollment: { grade: 'A' } })),
});

(async () => {
  await sequelize.sync();
  statements = 0;
  const before = process.cpuUsage();
  const began = process.hrtime.bigint();
  await sequelize.transaction(async (transaction) => {
    for (let i = 0; i < 1000; i += 1)
      await Student.create(values(i), { include: Class, transaction });
  });
  const cpu = process.cpuUsage(before);
  const wall = Number(process.hrtime.bigint() - began) / 1e6;
  console.log(statements, ((cpu.user + cpu.system) / 1000).toFixed(1), wall.toFixed(1), await Enrollment.count());
  await sequelize.close();
})().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
