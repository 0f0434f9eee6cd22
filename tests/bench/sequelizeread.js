// SPDX-License-Identifier: GPL-3.0-or-later
// node sequelizeread.js FOLDER classes|deep URL: the same reads by Sequelize 6, whose node_modules are in FOLDER.
// Prints milliseconds of CPU, milliseconds, and MiB that the process grew by.
'use strict';
const fs = require('fs');
const { connect } = require('./sequelizeconnection.js');
const [folder, what, url] = process.argv.slice(2);
const { sequelize, DataTypes } = connect(folder, url);

const text = DataTypes.STRING;
const Student = sequelize.define('Student', { name: text, email: text, born: text });
const Class = sequelize.define('Class', { title: text, code: text, credits: DataTypes.INTEGER });
const Tutor = sequelize.define('Tutor', { name: text });
const Room = sequelize.define('Room', { name: text });
const Enrollment = sequelize.define('Enrollment', { grade: text, enrolledAt: text });
const Tutoring = sequelize.define('Tutoring', {});
Student.belongsToMany(Class, { through: Enrollment });
Class.belongsToMany(Student, { through: Enrollment });
Class.belongsToMany(Tutor, { through: Tutoring });
Tutor.belongsToMany(Class, { through: Tutoring });
Tutor.hasMany(Room);
Room.belongsTo(Tutor);

const include = what === 'deep' ? [{ model: Class, include: [{ model: Tutor, include: [Room] }] }] : [Class];
const memory = (name) => {
  const line = fs.readFileSync('/proc/self/status', 'utf8').split('\n').find((each) => each.startsWith(name));
  return parseInt(line.slice(name.length + 1), 10) / 1024;
};

(async () => {
  await sequelize.authenticate();
  const before = memory('VmRSS');
  const cpu = process.cpuUsage();
  const began = process.hrtime.bigint();
  const rows = await Student.findAll({ include });
  const spent = process.cpuUsage(cpu);
  const wall = Number(process.hrtime.bigint() - began) / 1e6;
  if (rows.length === 0) throw new Error('nothing was found');
  console.log(((spent.user + spent.system) / 1000).toFixed(1), wall.toFixed(1), (memory('VmHWM') - before).toFixed(1));
  await sequelize.close();
})().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
