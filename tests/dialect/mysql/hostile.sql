-- Names that need care. Those that begin like the database of the test are aliases here.
CREATE TABLE `select` (`from` INT PRIMARY KEY, `a``b` INT, `c"d` INT, `e'f` INT, `g.h` INT, `i j` INT, `k\l` INT, `1` INT, `1e5` INT,
  `ü€` INT, `naïve` VARCHAR(10) DEFAULT 'naïve', `line
break` INT, `tab	x` INT, `semi;colon` INT, `--x` INT, `/*y*/` INT, `#z` INT, `$money` INT, `%s` INT, `?` INT, `:p` INT, `@v` INT,
  KEY `key` (`a``b`), KEY `i;1` (`semi;colon`, `line
break`), CONSTRAINT `check ``1` CHECK (`a``b` > 0 AND `k\l` <> 1 AND `semi;colon` <> 2));
CREATE TABLE `weird ``table\` (`id` INT PRIMARY KEY, `from` INT, CONSTRAINT `fk ``1` FOREIGN KEY (`from`) REFERENCES `select` (`from`));
CREATE TABLE `Select` (id INT PRIMARY KEY);
CREATE TABLE `a.b` (`c.d` INT PRIMARY KEY) COMMENT 'a''; DROP TABLE x; -- ';
CREATE TABLE `日本語` (`名前` VARCHAR(10) COMMENT '名前', `orden` ENUM('はい', 'いいえ'));
CREATE VIEW `view ``1` AS SELECT `select`.`from` AS `x ``y`, `w`.`id` FROM `select` JOIN `weird ``table\` `w` ON `w`.`from` = `select`.`from`;
CREATE VIEW `aliases` AS SELECT `a.b`.`c.d` AS `it's ``q``` FROM `a.b` WHERE 'a `b`.`c`' <> "d `e`.`f`";
CREATE TRIGGER `trigger ``;1` BEFORE INSERT ON `weird ``table\` FOR EACH ROW SET NEW.`from` = 1;
CREATE TABLE üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü (x INT);
