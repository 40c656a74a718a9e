BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE assignment (
	uuid TEXT NOT NULL, 
	client TEXT, 
	remember BOOLEAN, 
	CONSTRAINT pk_assignment PRIMARY KEY (uuid)
);
INSERT INTO "assignment" VALUES('AAA','00123',1);
INSERT INTO "assignment" VALUES('BBB',NULL,NULL);
CREATE TABLE carrier (
	carrier TEXT NOT NULL, 
	run TEXT, 
	channel TEXT, 
	client TEXT, 
	message_id TEXT, 
	subject_c TEXT, 
	files TEXT, 
	copies TEXT, 
	target TEXT, 
	made_at TEXT, 
	CONSTRAINT pk_carrier PRIMARY KEY (carrier)
);
INSERT INTO "carrier" VALUES('C1','R1','mail','00123','<C1@example.mx>','4db8ebfadb065898ea1c4ddd0afa1f843ab4851d253e5934297df4c975661fad','[{"name":"C1.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}]','[{"c":"698d73319d9442b3b1b370761e1d548cc3eb082eefcff76e46f06e5d7cc96961"}]','','2026-10-30T18:00:00+00:00');
INSERT INTO "carrier" VALUES('C2','R1','mail','00123','<C2@example.mx>','4db8ebfadb065898ea1c4ddd0afa1f843ab4851d253e5934297df4c975661fad','[{"name":"C2.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}]','[{"c":"698d73319d9442b3b1b370761e1d548cc3eb082eefcff76e46f06e5d7cc96961"}]','','2026-10-30T18:00:00+00:00');
INSERT INTO "carrier" VALUES('C3','R1','mail','00123','<C3@example.mx>','4db8ebfadb065898ea1c4ddd0afa1f843ab4851d253e5934297df4c975661fad','[{"name":"C3.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}]','[{"c":"698d73319d9442b3b1b370761e1d548cc3eb082eefcff76e46f06e5d7cc96961"}]','','2026-10-30T18:00:00+00:00');
INSERT INTO "carrier" VALUES('C4','R1','mail','00123','<C4@example.mx>','4db8ebfadb065898ea1c4ddd0afa1f843ab4851d253e5934297df4c975661fad','[{"name":"C4.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}]','[{"c":"698d73319d9442b3b1b370761e1d548cc3eb082eefcff76e46f06e5d7cc96961"}]','','2026-10-30T18:00:00+00:00');
INSERT INTO "carrier" VALUES('C5','R1','mail','00123','<C5@example.mx>','4db8ebfadb065898ea1c4ddd0afa1f843ab4851d253e5934297df4c975661fad','[{"name":"C5.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}]','[{"c":"698d73319d9442b3b1b370761e1d548cc3eb082eefcff76e46f06e5d7cc96961"}]','','2026-10-30T18:00:00+00:00');
INSERT INTO "carrier" VALUES('C6','R1','mail','00123','<C6@example.mx>','4db8ebfadb065898ea1c4ddd0afa1f843ab4851d253e5934297df4c975661fad','[{"name":"C6.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}]','[{"c":"698d73319d9442b3b1b370761e1d548cc3eb082eefcff76e46f06e5d7cc96961"}]','','2026-10-30T18:00:00+00:00');
CREATE TABLE carrier_item (
	carrier TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	delivery TEXT, 
	document TEXT, 
	destination TEXT, 
	destination_c TEXT, 
	CONSTRAINT pk_carrier_item PRIMARY KEY (carrier, position)
);
INSERT INTO "carrier_item" VALUES('C1',0,'D0d38d6fdb1e5b899c093','cfdi:AAA',NULL,'0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a');
INSERT INTO "carrier_item" VALUES('C2',0,'D7798bd334b2e09580351','cfdi:BBB',NULL,'0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a');
INSERT INTO "carrier_item" VALUES('C3',0,'D9ee39cf3ad01e71b878c','cfdi:CCC',NULL,'0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a');
INSERT INTO "carrier_item" VALUES('C4',0,'De890891b2c98b49e0a73','cfdi:DDD',NULL,'0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a');
INSERT INTO "carrier_item" VALUES('C5',0,'De5a8fda0609da9d07cc3','cfdi:EEE',NULL,'0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a');
INSERT INTO "carrier_item" VALUES('C6',0,'D75ef274314956dd21a58','cfdi:FFF',NULL,'0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a');
CREATE TABLE certificate (
	client TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	seq INTEGER, 
	file TEXT, 
	serial TEXT, 
	not_before TEXT, 
	not_after TEXT, 
	rfc_c TEXT, 
	proved_at TEXT, 
	CONSTRAINT pk_certificate PRIMARY KEY (client, sha256)
);
INSERT INTO "certificate" VALUES('00123','abababababababababababababababababababababababababababababababab',42,'00123.cer','30001000000500003416','2023-05-18','2027-05-18','6e5edd70e3f2e322f58759c0fe9e91712be45212c356aadb3c449145faffed78','2026-10-30T18:00:35.000005+00:00');
CREATE TABLE client_change (
	edit TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	clave TEXT, 
	"column" TEXT, 
	before_c TEXT, 
	after_c TEXT, 
	CONSTRAINT pk_client_change PRIMARY KEY (edit, position)
);
INSERT INTO "client_change" VALUES('E1',0,'00123','EMAILPRED','8c6aa578b734f6ddae17f749913660ee831dfee6b38678bea36b4e14f48f6662','cd4339e26819107c3c19e681aed0c044698fb3203c1f6e6cc5dc7543e67c977d');
INSERT INTO "client_change" VALUES('E1',1,'00123','EMAILPRED','8c6aa578b734f6ddae17f749913660ee831dfee6b38678bea36b4e14f48f6662','cd4339e26819107c3c19e681aed0c044698fb3203c1f6e6cc5dc7543e67c977d');
INSERT INTO "client_change" VALUES('E2',0,'00123','EMAILPRED','8c6aa578b734f6ddae17f749913660ee831dfee6b38678bea36b4e14f48f6662','cd4339e26819107c3c19e681aed0c044698fb3203c1f6e6cc5dc7543e67c977d');
INSERT INTO "client_change" VALUES('E2',1,'00123','EMAILPRED','8c6aa578b734f6ddae17f749913660ee831dfee6b38678bea36b4e14f48f6662','cd4339e26819107c3c19e681aed0c044698fb3203c1f6e6cc5dc7543e67c977d');
INSERT INTO "client_change" VALUES('E3',0,'00123','EMAILPRED','8c6aa578b734f6ddae17f749913660ee831dfee6b38678bea36b4e14f48f6662','cd4339e26819107c3c19e681aed0c044698fb3203c1f6e6cc5dc7543e67c977d');
INSERT INTO "client_change" VALUES('E3',1,'00123','EMAILPRED','8c6aa578b734f6ddae17f749913660ee831dfee6b38678bea36b4e14f48f6662','cd4339e26819107c3c19e681aed0c044698fb3203c1f6e6cc5dc7543e67c977d');
INSERT INTO "client_change" VALUES('outside:37',0,'00123','EMAILPRED','8c6aa578b734f6ddae17f749913660ee831dfee6b38678bea36b4e14f48f6662','cd4339e26819107c3c19e681aed0c044698fb3203c1f6e6cc5dc7543e67c977d');
CREATE TABLE delivery (
	delivery TEXT NOT NULL, 
	seq INTEGER, 
	namespace TEXT, 
	document TEXT, 
	series TEXT, 
	folio TEXT, 
	channel TEXT, 
	destination TEXT, 
	destination_c TEXT, 
	generation INTEGER, 
	client TEXT, 
	"plan" TEXT, 
	rfc_c TEXT, 
	status TEXT, 
	carrier TEXT, 
	run TEXT, 
	begun_run TEXT, 
	fingerprint TEXT, 
	rule TEXT, 
	certificate TEXT, 
	files TEXT, 
	replaces TEXT, 
	next TEXT, 
	released BOOLEAN, 
	reason TEXT, 
	resolution TEXT, 
	planned_at TEXT, 
	begun_at TEXT, 
	settled_at TEXT, 
	evidence TEXT, 
	reply_c TEXT, 
	code INTEGER, 
	enhanced TEXT, 
	host TEXT, 
	queue_id TEXT, 
	phase TEXT, 
	CONSTRAINT pk_delivery PRIMARY KEY (delivery)
);
INSERT INTO "delivery" VALUES('D0d38d6fdb1e5b899c093',3,'','cfdi:AAA',NULL,NULL,'mail',NULL,'0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a',1,'00123','P1',NULL,'bounced','C1','R1','R1','abababababababababababababababababababababababababababababababab','{"accounts":[{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"}],"means":null,"prints":false}',NULL,'[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}]',NULL,NULL,NULL,NULL,NULL,'2026-10-30T18:00:02.000005+00:00','2026-10-30T18:00:09.000005+00:00','2026-10-30T18:00:22.000005+00:00','{"host":"mx.example"}','a0066f45854280d5d09b09ff811dcb24c2127dd550c653b0afa631f7e353a59b',550,'2.0.0','mx.example','q1','dot');
INSERT INTO "delivery" VALUES('D7798bd334b2e09580351',4,'','cfdi:BBB',NULL,NULL,'mail',NULL,'0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a',1,'00123','P1',NULL,'refused','C2','R1','R1','abababababababababababababababababababababababababababababababab','{"accounts":[{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"}],"means":null,"prints":false}',NULL,'[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}]',NULL,'Df89516664dc0af9aaf61',NULL,'resend','resend','2026-10-30T18:00:02.000005+00:00','2026-10-30T18:00:11.000005+00:00','2026-10-30T18:00:12.000005+00:00','{"host":"mx.example"}','e795009d5e5ca8638ed7696472cc90d053ac32db868ed7865e424334de8279b4',NULL,'2.0.0','mx.example','q1','dot');
INSERT INTO "delivery" VALUES('D9ee39cf3ad01e71b878c',5,'','cfdi:CCC',NULL,NULL,'mail',NULL,'0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a',1,'00123','P1',NULL,'planned',NULL,'R1',NULL,'abababababababababababababababababababababababababababababababab','{"accounts":[{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"}],"means":null,"prints":false}',NULL,'[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}]',NULL,NULL,1,NULL,NULL,'2026-10-30T18:00:02.000005+00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "delivery" VALUES('De890891b2c98b49e0a73',6,'','cfdi:DDD',NULL,NULL,'mail',NULL,'0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a',1,'00123','P1',NULL,'cancelled','C4','R1',NULL,'abababababababababababababababababababababababababababababababab','{"accounts":[{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"}],"means":null,"prints":false}',NULL,'[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}]',NULL,NULL,NULL,'rejected',NULL,'2026-10-30T18:00:02.000005+00:00',NULL,'2026-10-30T18:00:18.000005+00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "delivery" VALUES('De5a8fda0609da9d07cc3',7,'','cfdi:EEE',NULL,NULL,'mail',NULL,'0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a',1,'00123','P1',NULL,'exported','C5','R1',NULL,'abababababababababababababababababababababababababababababababab','{"accounts":[{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"}],"means":null,"prints":false}',NULL,'[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}]',NULL,NULL,NULL,NULL,NULL,'2026-10-30T18:00:02.000005+00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "delivery" VALUES('D75ef274314956dd21a58',8,'','cfdi:FFF',NULL,NULL,'mail',NULL,'0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a',1,'00123','P1',NULL,'cancelled','C6','R1',NULL,'abababababababababababababababababababababababababababababababab','{"accounts":[{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"}],"means":null,"prints":false}',NULL,'[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}]',NULL,NULL,NULL,'cancelled',NULL,'2026-10-30T18:00:02.000005+00:00',NULL,'2026-10-30T18:00:21.000005+00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "delivery" VALUES('Df89516664dc0af9aaf61',22,'','cfdi:BBB',NULL,NULL,'mail',NULL,'0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a',2,'00123','P1',NULL,'planned',NULL,NULL,NULL,'abababababababababababababababababababababababababababababababab','{"accounts":[{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"}],"means":null,"prints":false}',NULL,'[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}]',NULL,NULL,NULL,NULL,NULL,'2026-10-30T18:00:14.000005+00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE edit (
	edit TEXT NOT NULL, 
	seq INTEGER, 
	at TEXT, 
	"by" TEXT, 
	workbook TEXT, 
	before_sha256 TEXT, 
	after_sha256 TEXT, 
	reason_c TEXT, 
	source TEXT, 
	state TEXT, 
	why TEXT, 
	CONSTRAINT pk_edit PRIMARY KEY (edit)
);
INSERT INTO "edit" VALUES('E1',32,'2026-10-30T18:00:24.000005+00:00','Ana','clients.xlsx','abababababababababababababababababababababababababababababababab','cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd','a51ba061a226a3c2248fc2fde575e987ff059e2f2f965ace398926316c05d6be','emitlib','applied',NULL);
INSERT INTO "edit" VALUES('E3',34,'2026-10-30T18:00:26.000005+00:00','Ana','clients.xlsx','abababababababababababababababababababababababababababababababab','cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd','a51ba061a226a3c2248fc2fde575e987ff059e2f2f965ace398926316c05d6be','emitlib','intended',NULL);
INSERT INTO "edit" VALUES('outside:37',37,'2026-10-30T18:00:29.000005+00:00','Ana','clients.xlsx','abababababababababababababababababababababababababababababababab','cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd',NULL,'outside','applied',NULL);
INSERT INTO "edit" VALUES('E2',33,'2026-10-30T18:00:25.000005+00:00','Ana','clients.xlsx','abababababababababababababababababababababababababababababababab','cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd','a51ba061a226a3c2248fc2fde575e987ff059e2f2f965ace398926316c05d6be','emitlib','abandoned','open in Excel');
CREATE TABLE event (
	seq INTEGER NOT NULL, 
	chain TEXT NOT NULL, 
	at TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	run TEXT, 
	delivery TEXT, 
	carrier TEXT, 
	body TEXT NOT NULL, 
	prev_hash TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_event PRIMARY KEY (seq), 
	CONSTRAINT uq_event_chain UNIQUE (chain, prev_hash)
);
INSERT INTO "event" VALUES(1,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:01.000005+00:00','genesis',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:01.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{},"delivery":null,"host":"pc-1","kind":"genesis","run":null,"seq":1,"v":1}','0000000000000000000000000000000000000000000000000000000000000000','e6254e8a6b846cfb20749f84f09854a62972c96cd5ec4914c76d7e6c38e73bdc');
INSERT INTO "event" VALUES(2,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:02.000005+00:00','plan_made',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"deliveries":[{"channel":"mail","delivery":"D0d38d6fdb1e5b899c093"},{"channel":"mail","delivery":"D7798bd334b2e09580351"},{"channel":"mail","delivery":"D9ee39cf3ad01e71b878c"},{"channel":"mail","delivery":"De890891b2c98b49e0a73"},{"channel":"mail","delivery":"De5a8fda0609da9d07cc3"},{"channel":"mail","delivery":"D75ef274314956dd21a58"}],"documents":[{"client":"00123","code":null,"document":"cfdi:AAA","verdict":"planned"},{"client":"00123","code":null,"document":"cfdi:BBB","verdict":"planned"},{"client":"00123","code":null,"document":"cfdi:CCC","verdict":"planned"},{"client":"00123","code":null,"document":"cfdi:DDD","verdict":"planned"},{"client":"00123","code":null,"document":"cfdi:EEE","verdict":"planned"},{"client":"00123","code":null,"document":"cfdi:FFF","verdict":"planned"},{"client":null,"code":"DUPLICATE","document":"file:abababababababababababababababababababababababababababababababab","verdict":"excluded"},{"client":null,"code":"NO_CLIENT","document":"file:abababababababababababababababababababababababababababababababab","verdict":"blocked"}],"found":8,"hash":"abababababababababababababababababababababababababababababababab","period":"2026-10","plan":"P1"},"delivery":null,"host":"pc-1","kind":"plan_made","run":null,"seq":2,"v":1}','e6254e8a6b846cfb20749f84f09854a62972c96cd5ec4914c76d7e6c38e73bdc','ce148b34ba27a555ec5e95954402e4b07c22428ddff9603d38ef8aeb8e1919f7');
INSERT INTO "event" VALUES(3,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:02.000005+00:00','planned',NULL,'D0d38d6fdb1e5b899c093',NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"channel":"mail","client":"00123","destination":{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"},"document":"cfdi:AAA","files":[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}],"fingerprint":"abababababababababababababababababababababababababababababababab","generation":1,"namespace":"","plan":"P1","replaces":null,"rule":{"accounts":[{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"}],"means":null,"prints":false}},"delivery":"D0d38d6fdb1e5b899c093","host":"pc-1","kind":"planned","run":null,"seq":3,"v":1}','ce148b34ba27a555ec5e95954402e4b07c22428ddff9603d38ef8aeb8e1919f7','b0fc33cfebb2be985ce084325ee142a1738873eb3e05d8a06660570bb40ef468');
INSERT INTO "event" VALUES(4,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:02.000005+00:00','planned',NULL,'D7798bd334b2e09580351',NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"channel":"mail","client":"00123","destination":{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"},"document":"cfdi:BBB","files":[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}],"fingerprint":"abababababababababababababababababababababababababababababababab","generation":1,"namespace":"","plan":"P1","replaces":null,"rule":{"accounts":[{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"}],"means":null,"prints":false}},"delivery":"D7798bd334b2e09580351","host":"pc-1","kind":"planned","run":null,"seq":4,"v":1}','b0fc33cfebb2be985ce084325ee142a1738873eb3e05d8a06660570bb40ef468','82e1b4e3f0b14a30c2a50e599ac58e61314aa5906505ee2467150a0446afc788');
INSERT INTO "event" VALUES(5,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:02.000005+00:00','planned',NULL,'D9ee39cf3ad01e71b878c',NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"channel":"mail","client":"00123","destination":{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"},"document":"cfdi:CCC","files":[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}],"fingerprint":"abababababababababababababababababababababababababababababababab","generation":1,"namespace":"","plan":"P1","replaces":null,"rule":{"accounts":[{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"}],"means":null,"prints":false}},"delivery":"D9ee39cf3ad01e71b878c","host":"pc-1","kind":"planned","run":null,"seq":5,"v":1}','82e1b4e3f0b14a30c2a50e599ac58e61314aa5906505ee2467150a0446afc788','4fdfc1d274d71678ef5c26b19e8ddec9e87e17573441f4791b2d456ad888e8d1');
INSERT INTO "event" VALUES(6,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:02.000005+00:00','planned',NULL,'De890891b2c98b49e0a73',NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"channel":"mail","client":"00123","destination":{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"},"document":"cfdi:DDD","files":[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}],"fingerprint":"abababababababababababababababababababababababababababababababab","generation":1,"namespace":"","plan":"P1","replaces":null,"rule":{"accounts":[{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"}],"means":null,"prints":false}},"delivery":"De890891b2c98b49e0a73","host":"pc-1","kind":"planned","run":null,"seq":6,"v":1}','4fdfc1d274d71678ef5c26b19e8ddec9e87e17573441f4791b2d456ad888e8d1','b64d890e9f7b20ed42273d4aa596f7e64b4655bf41c9c0a198687a202a202b08');
INSERT INTO "event" VALUES(7,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:02.000005+00:00','planned',NULL,'De5a8fda0609da9d07cc3',NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"channel":"mail","client":"00123","destination":{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"},"document":"cfdi:EEE","files":[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}],"fingerprint":"abababababababababababababababababababababababababababababababab","generation":1,"namespace":"","plan":"P1","replaces":null,"rule":{"accounts":[{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"}],"means":null,"prints":false}},"delivery":"De5a8fda0609da9d07cc3","host":"pc-1","kind":"planned","run":null,"seq":7,"v":1}','b64d890e9f7b20ed42273d4aa596f7e64b4655bf41c9c0a198687a202a202b08','f1bc0f99ec38cf3c7be296b1a3946a909bd4ee9013b7cd2c0bd4779e54325097');
INSERT INTO "event" VALUES(8,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:02.000005+00:00','planned',NULL,'D75ef274314956dd21a58',NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"channel":"mail","client":"00123","destination":{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"},"document":"cfdi:FFF","files":[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}],"fingerprint":"abababababababababababababababababababababababababababababababab","generation":1,"namespace":"","plan":"P1","replaces":null,"rule":{"accounts":[{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"}],"means":null,"prints":false}},"delivery":"D75ef274314956dd21a58","host":"pc-1","kind":"planned","run":null,"seq":8,"v":1}','f1bc0f99ec38cf3c7be296b1a3946a909bd4ee9013b7cd2c0bd4779e54325097','4b2cb577c417e8b679aec9bb1d9de5fdd70522de5907d5da6be188deabe45969');
INSERT INTO "event" VALUES(9,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:02.000005+00:00','run_started','R1',NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"channel":"mail","deliveries":["D0d38d6fdb1e5b899c093","D7798bd334b2e09580351","D9ee39cf3ad01e71b878c","De890891b2c98b49e0a73","De5a8fda0609da9d07cc3","D75ef274314956dd21a58"],"plan":"P1","rehearsal":false},"delivery":null,"host":"pc-1","kind":"run_started","run":"R1","seq":9,"v":1}','4b2cb577c417e8b679aec9bb1d9de5fdd70522de5907d5da6be188deabe45969','92a416dc0b8a2fa5a91cc78a74fa3267c17ebf07934adedff9cb86399209de0d');
INSERT INTO "event" VALUES(10,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:03.000005+00:00','frozen','R1',NULL,'C1','{"account":"ana","at":"2026-10-30T18:00:03.000005+00:00","by":"Ana","carrier":"C1","chain":"56e86baaa53928a733402a9c7da17d20","data":{"channel":"mail","client":"00123","copies":[{"c":"698d73319d9442b3b1b370761e1d548cc3eb082eefcff76e46f06e5d7cc96961"}],"files":[{"name":"C1.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}],"items":[{"delivery":"D0d38d6fdb1e5b899c093","destination":{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"},"document":"cfdi:AAA"}],"made_at":"2026-10-30T18:00:00+00:00","message_id":"<C1@example.mx>","subject":{"c":"4db8ebfadb065898ea1c4ddd0afa1f843ab4851d253e5934297df4c975661fad"},"target":""},"delivery":null,"host":"pc-1","kind":"frozen","run":"R1","seq":10,"v":1}','92a416dc0b8a2fa5a91cc78a74fa3267c17ebf07934adedff9cb86399209de0d','932db7520ef994e2611642f99210a3a710be26368c33df0a4a6b89c61931a997');
INSERT INTO "event" VALUES(11,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:04.000005+00:00','frozen','R1',NULL,'C2','{"account":"ana","at":"2026-10-30T18:00:04.000005+00:00","by":"Ana","carrier":"C2","chain":"56e86baaa53928a733402a9c7da17d20","data":{"channel":"mail","client":"00123","copies":[{"c":"698d73319d9442b3b1b370761e1d548cc3eb082eefcff76e46f06e5d7cc96961"}],"files":[{"name":"C2.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}],"items":[{"delivery":"D7798bd334b2e09580351","destination":{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"},"document":"cfdi:BBB"}],"made_at":"2026-10-30T18:00:00+00:00","message_id":"<C2@example.mx>","subject":{"c":"4db8ebfadb065898ea1c4ddd0afa1f843ab4851d253e5934297df4c975661fad"},"target":""},"delivery":null,"host":"pc-1","kind":"frozen","run":"R1","seq":11,"v":1}','932db7520ef994e2611642f99210a3a710be26368c33df0a4a6b89c61931a997','d14cfc77a7d4295af5bfe9ce4ffef71a0710bde3a5d979417e648d36b5f04ed9');
INSERT INTO "event" VALUES(12,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:05.000005+00:00','frozen','R1',NULL,'C3','{"account":"ana","at":"2026-10-30T18:00:05.000005+00:00","by":"Ana","carrier":"C3","chain":"56e86baaa53928a733402a9c7da17d20","data":{"channel":"mail","client":"00123","copies":[{"c":"698d73319d9442b3b1b370761e1d548cc3eb082eefcff76e46f06e5d7cc96961"}],"files":[{"name":"C3.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}],"items":[{"delivery":"D9ee39cf3ad01e71b878c","destination":{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"},"document":"cfdi:CCC"}],"made_at":"2026-10-30T18:00:00+00:00","message_id":"<C3@example.mx>","subject":{"c":"4db8ebfadb065898ea1c4ddd0afa1f843ab4851d253e5934297df4c975661fad"},"target":""},"delivery":null,"host":"pc-1","kind":"frozen","run":"R1","seq":12,"v":1}','d14cfc77a7d4295af5bfe9ce4ffef71a0710bde3a5d979417e648d36b5f04ed9','edd355c840141ec9d9aaaf898635999363b200b897571687fd1e66a8a84dfb53');
INSERT INTO "event" VALUES(13,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:06.000005+00:00','frozen','R1',NULL,'C4','{"account":"ana","at":"2026-10-30T18:00:06.000005+00:00","by":"Ana","carrier":"C4","chain":"56e86baaa53928a733402a9c7da17d20","data":{"channel":"mail","client":"00123","copies":[{"c":"698d73319d9442b3b1b370761e1d548cc3eb082eefcff76e46f06e5d7cc96961"}],"files":[{"name":"C4.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}],"items":[{"delivery":"De890891b2c98b49e0a73","destination":{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"},"document":"cfdi:DDD"}],"made_at":"2026-10-30T18:00:00+00:00","message_id":"<C4@example.mx>","subject":{"c":"4db8ebfadb065898ea1c4ddd0afa1f843ab4851d253e5934297df4c975661fad"},"target":""},"delivery":null,"host":"pc-1","kind":"frozen","run":"R1","seq":13,"v":1}','edd355c840141ec9d9aaaf898635999363b200b897571687fd1e66a8a84dfb53','1a359b0c406be94ccdf1e49d63399b74afc7f5d5851e3fe46187d14e0c647bc2');
INSERT INTO "event" VALUES(14,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:07.000005+00:00','frozen','R1',NULL,'C5','{"account":"ana","at":"2026-10-30T18:00:07.000005+00:00","by":"Ana","carrier":"C5","chain":"56e86baaa53928a733402a9c7da17d20","data":{"channel":"mail","client":"00123","copies":[{"c":"698d73319d9442b3b1b370761e1d548cc3eb082eefcff76e46f06e5d7cc96961"}],"files":[{"name":"C5.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}],"items":[{"delivery":"De5a8fda0609da9d07cc3","destination":{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"},"document":"cfdi:EEE"}],"made_at":"2026-10-30T18:00:00+00:00","message_id":"<C5@example.mx>","subject":{"c":"4db8ebfadb065898ea1c4ddd0afa1f843ab4851d253e5934297df4c975661fad"},"target":""},"delivery":null,"host":"pc-1","kind":"frozen","run":"R1","seq":14,"v":1}','1a359b0c406be94ccdf1e49d63399b74afc7f5d5851e3fe46187d14e0c647bc2','2db97882a812b0f7e281c15c11e3f4ed4b2ef4c8060142c5894eafde57fdb12f');
INSERT INTO "event" VALUES(15,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:08.000005+00:00','frozen','R1',NULL,'C6','{"account":"ana","at":"2026-10-30T18:00:08.000005+00:00","by":"Ana","carrier":"C6","chain":"56e86baaa53928a733402a9c7da17d20","data":{"channel":"mail","client":"00123","copies":[{"c":"698d73319d9442b3b1b370761e1d548cc3eb082eefcff76e46f06e5d7cc96961"}],"files":[{"name":"C6.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}],"items":[{"delivery":"D75ef274314956dd21a58","destination":{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"},"document":"cfdi:FFF"}],"made_at":"2026-10-30T18:00:00+00:00","message_id":"<C6@example.mx>","subject":{"c":"4db8ebfadb065898ea1c4ddd0afa1f843ab4851d253e5934297df4c975661fad"},"target":""},"delivery":null,"host":"pc-1","kind":"frozen","run":"R1","seq":15,"v":1}','2db97882a812b0f7e281c15c11e3f4ed4b2ef4c8060142c5894eafde57fdb12f','a390e2dc8ae8aa91bcd94099bcd8e46807ab0b1f9ebe6e795c8ee16e39e78072');
INSERT INTO "event" VALUES(16,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:09.000005+00:00','begun','R1',NULL,'C1','{"account":"ana","at":"2026-10-30T18:00:09.000005+00:00","by":"Ana","carrier":"C1","chain":"56e86baaa53928a733402a9c7da17d20","data":{"deliveries":["D0d38d6fdb1e5b899c093"],"evidence":{"host":"mx.example"}},"delivery":null,"host":"pc-1","kind":"begun","run":"R1","seq":16,"v":1}','a390e2dc8ae8aa91bcd94099bcd8e46807ab0b1f9ebe6e795c8ee16e39e78072','acfa3f8680420a8c1ee08e8ce7b26d061d22cccf9adde477dc405d83ced4890d');
INSERT INTO "event" VALUES(17,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:10.000005+00:00','accepted','R1','D0d38d6fdb1e5b899c093',NULL,'{"account":"ana","at":"2026-10-30T18:00:10.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"code":250,"enhanced":"2.0.0","host":"mx.example","phase":"dot","queue_id":"q1","reply":{"c":"74989dca4417b27a82d59797720aa6445695d154b56640563da4d5a9d71adbdf"}},"delivery":"D0d38d6fdb1e5b899c093","host":"pc-1","kind":"accepted","run":"R1","seq":17,"v":1}','acfa3f8680420a8c1ee08e8ce7b26d061d22cccf9adde477dc405d83ced4890d','2ebd92f59dea26d207f72e8c219d64e9eb7f554398f87154d6b02f01ff04aebc');
INSERT INTO "event" VALUES(18,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:11.000005+00:00','begun','R1',NULL,'C2','{"account":"ana","at":"2026-10-30T18:00:11.000005+00:00","by":"Ana","carrier":"C2","chain":"56e86baaa53928a733402a9c7da17d20","data":{"deliveries":["D7798bd334b2e09580351"],"evidence":{"host":"mx.example"}},"delivery":null,"host":"pc-1","kind":"begun","run":"R1","seq":18,"v":1}','2ebd92f59dea26d207f72e8c219d64e9eb7f554398f87154d6b02f01ff04aebc','5437918e829967f3754c6e9ee9af6acadd608319fdac1962403cf5219cb533b6');
INSERT INTO "event" VALUES(19,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:11.000005+00:00','unknown','R1','D7798bd334b2e09580351',NULL,'{"account":"ana","at":"2026-10-30T18:00:11.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"code":null,"enhanced":"2.0.0","host":"mx.example","phase":"dot","queue_id":"q1","reply":{"c":"e795009d5e5ca8638ed7696472cc90d053ac32db868ed7865e424334de8279b4"}},"delivery":"D7798bd334b2e09580351","host":"pc-1","kind":"unknown","run":"R1","seq":19,"v":1}','5437918e829967f3754c6e9ee9af6acadd608319fdac1962403cf5219cb533b6','5f972825889b7560eb56d8bf9b4f58f50acfe2d45686a7895b45ab01622abb37');
INSERT INTO "event" VALUES(20,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:12.000005+00:00','resolved',NULL,'D7798bd334b2e09580351',NULL,'{"account":"ana","at":"2026-10-30T18:00:12.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"answer":"resend","reason":"asked"},"delivery":"D7798bd334b2e09580351","host":"pc-1","kind":"resolved","run":null,"seq":20,"v":1}','5f972825889b7560eb56d8bf9b4f58f50acfe2d45686a7895b45ab01622abb37','3c44ed61c202ad8c09ddabe44282dc27ef0b4e6cd370236d129fac1fb38da883');
INSERT INTO "event" VALUES(21,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:13.000005+00:00','resend_requested',NULL,'D7798bd334b2e09580351',NULL,'{"account":"ana","at":"2026-10-30T18:00:13.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"next":"Df89516664dc0af9aaf61","reason":"asked"},"delivery":"D7798bd334b2e09580351","host":"pc-1","kind":"resend_requested","run":null,"seq":21,"v":1}','3c44ed61c202ad8c09ddabe44282dc27ef0b4e6cd370236d129fac1fb38da883','4e6a389bc6b0bf3d52633e0691c36d53fd7b58a2f81791474c5c192e1e963556');
INSERT INTO "event" VALUES(22,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:14.000005+00:00','planned',NULL,'Df89516664dc0af9aaf61',NULL,'{"account":"ana","at":"2026-10-30T18:00:14.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"channel":"mail","client":"00123","destination":{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"},"document":"cfdi:BBB","files":[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}],"fingerprint":"abababababababababababababababababababababababababababababababab","generation":2,"namespace":"","plan":"P1","replaces":null,"rule":{"accounts":[{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"}],"means":null,"prints":false}},"delivery":"Df89516664dc0af9aaf61","host":"pc-1","kind":"planned","run":null,"seq":22,"v":1}','4e6a389bc6b0bf3d52633e0691c36d53fd7b58a2f81791474c5c192e1e963556','2e4e62c0c50658d3050a65a20c17b48b5ffe32ce261a7ced19c909aa5eebe429');
INSERT INTO "event" VALUES(23,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:15.000005+00:00','held','R1',NULL,'C3','{"account":"ana","at":"2026-10-30T18:00:15.000005+00:00","by":"Ana","carrier":"C3","chain":"56e86baaa53928a733402a9c7da17d20","data":{"deliveries":["D9ee39cf3ad01e71b878c"]},"delivery":null,"host":"pc-1","kind":"held","run":"R1","seq":23,"v":1}','2e4e62c0c50658d3050a65a20c17b48b5ffe32ce261a7ced19c909aa5eebe429','1817071e0041768e7e27819da9a48abf8fc5c5db7e60344372482bc593a0c5ce');
INSERT INTO "event" VALUES(24,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:16.000005+00:00','released','R1',NULL,'C3','{"account":"ana","at":"2026-10-30T18:00:16.000005+00:00","by":"Ana","carrier":"C3","chain":"56e86baaa53928a733402a9c7da17d20","data":{"deliveries":["D9ee39cf3ad01e71b878c"]},"delivery":null,"host":"pc-1","kind":"released","run":"R1","seq":24,"v":1}','1817071e0041768e7e27819da9a48abf8fc5c5db7e60344372482bc593a0c5ce','f0e66c3a98b74d2e27b9891a68bb504dbf85da9e5311fe2e47b5bbd00580f5b1');
INSERT INTO "event" VALUES(25,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:17.000005+00:00','held','R1',NULL,'C4','{"account":"ana","at":"2026-10-30T18:00:17.000005+00:00","by":"Ana","carrier":"C4","chain":"56e86baaa53928a733402a9c7da17d20","data":{"deliveries":["De890891b2c98b49e0a73"]},"delivery":null,"host":"pc-1","kind":"held","run":"R1","seq":25,"v":1}','f0e66c3a98b74d2e27b9891a68bb504dbf85da9e5311fe2e47b5bbd00580f5b1','20186c82dd248cca62fc2ca0b616925055e340efa74a2c8326d0dbae9d3602e3');
INSERT INTO "event" VALUES(26,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:18.000005+00:00','rejected','R1',NULL,'C4','{"account":"ana","at":"2026-10-30T18:00:18.000005+00:00","by":"Ana","carrier":"C4","chain":"56e86baaa53928a733402a9c7da17d20","data":{"deliveries":["De890891b2c98b49e0a73"],"reason":"typo"},"delivery":null,"host":"pc-1","kind":"rejected","run":"R1","seq":26,"v":1}','20186c82dd248cca62fc2ca0b616925055e340efa74a2c8326d0dbae9d3602e3','cf5cafd397455129f29c2db459d02c049881f54fbf8d1c764f0ebcf5271a7283');
INSERT INTO "event" VALUES(27,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:19.000005+00:00','held','R1',NULL,'C5','{"account":"ana","at":"2026-10-30T18:00:19.000005+00:00","by":"Ana","carrier":"C5","chain":"56e86baaa53928a733402a9c7da17d20","data":{"deliveries":["De5a8fda0609da9d07cc3"]},"delivery":null,"host":"pc-1","kind":"held","run":"R1","seq":27,"v":1}','cf5cafd397455129f29c2db459d02c049881f54fbf8d1c764f0ebcf5271a7283','3ee85798e6e0c873a727473199679b75a03dde985dc6c272e6352641231d0562');
INSERT INTO "event" VALUES(28,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:20.000005+00:00','exported','R1',NULL,'C5','{"account":"ana","at":"2026-10-30T18:00:20.000005+00:00","by":"Ana","carrier":"C5","chain":"56e86baaa53928a733402a9c7da17d20","data":{"deliveries":["De5a8fda0609da9d07cc3"]},"delivery":null,"host":"pc-1","kind":"exported","run":"R1","seq":28,"v":1}','3ee85798e6e0c873a727473199679b75a03dde985dc6c272e6352641231d0562','f82adc9d3e65a0594d25bf07133b246660fd641dc94813a161dfd24b47010185');
INSERT INTO "event" VALUES(29,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:21.000005+00:00','cancelled','R1',NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:21.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"deliveries":["D75ef274314956dd21a58"],"reason":"stop"},"delivery":null,"host":"pc-1","kind":"cancelled","run":"R1","seq":29,"v":1}','f82adc9d3e65a0594d25bf07133b246660fd641dc94813a161dfd24b47010185','3b5a250122dbaa530560522dc3be041dc030a9f0f97a0fcd7ea0381e9090b145');
INSERT INTO "event" VALUES(30,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:22.000005+00:00','bounced','R1','D0d38d6fdb1e5b899c093',NULL,'{"account":"ana","at":"2026-10-30T18:00:22.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"code":550,"enhanced":"2.0.0","host":"mx.example","phase":"dot","queue_id":"q1","reply":{"c":"a0066f45854280d5d09b09ff811dcb24c2127dd550c653b0afa631f7e353a59b"}},"delivery":"D0d38d6fdb1e5b899c093","host":"pc-1","kind":"bounced","run":"R1","seq":30,"v":1}','3b5a250122dbaa530560522dc3be041dc030a9f0f97a0fcd7ea0381e9090b145','33e5f414df27fe882e19dc5d5bc26b319740167781832fae1eba0183bffc2441');
INSERT INTO "event" VALUES(31,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:23.000005+00:00','run_ended','R1',NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:23.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"reason":"asked","state":"stopped"},"delivery":null,"host":"pc-1","kind":"run_ended","run":"R1","seq":31,"v":1}','33e5f414df27fe882e19dc5d5bc26b319740167781832fae1eba0183bffc2441','2f98b5ed48ecef6c134a2c4171439fc46f6355b7bd176176dc1fa32d94d3dc91');
INSERT INTO "event" VALUES(32,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:24.000005+00:00','edit_intended',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:24.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"after_sha256":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","before_sha256":"abababababababababababababababababababababababababababababababab","changes":[{"after":{"c":"cd4339e26819107c3c19e681aed0c044698fb3203c1f6e6cc5dc7543e67c977d"},"before":{"c":"8c6aa578b734f6ddae17f749913660ee831dfee6b38678bea36b4e14f48f6662"},"clave":"00123","column":"EMAILPRED"},{"after":{"c":"cd4339e26819107c3c19e681aed0c044698fb3203c1f6e6cc5dc7543e67c977d"},"before":{"c":"8c6aa578b734f6ddae17f749913660ee831dfee6b38678bea36b4e14f48f6662"},"clave":"00123","column":"EMAILPRED"}],"edit":"E1","reason":{"c":"a51ba061a226a3c2248fc2fde575e987ff059e2f2f965ace398926316c05d6be"},"workbook":"clients.xlsx"},"delivery":null,"host":"pc-1","kind":"edit_intended","run":null,"seq":32,"v":1}','2f98b5ed48ecef6c134a2c4171439fc46f6355b7bd176176dc1fa32d94d3dc91','9e55fd0b56893eecdea02ae7e90117f899b1b13202f9d0eeb8d00eb115baa034');
INSERT INTO "event" VALUES(33,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:25.000005+00:00','edit_intended',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:25.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"after_sha256":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","before_sha256":"abababababababababababababababababababababababababababababababab","changes":[{"after":{"c":"cd4339e26819107c3c19e681aed0c044698fb3203c1f6e6cc5dc7543e67c977d"},"before":{"c":"8c6aa578b734f6ddae17f749913660ee831dfee6b38678bea36b4e14f48f6662"},"clave":"00123","column":"EMAILPRED"},{"after":{"c":"cd4339e26819107c3c19e681aed0c044698fb3203c1f6e6cc5dc7543e67c977d"},"before":{"c":"8c6aa578b734f6ddae17f749913660ee831dfee6b38678bea36b4e14f48f6662"},"clave":"00123","column":"EMAILPRED"}],"edit":"E2","reason":{"c":"a51ba061a226a3c2248fc2fde575e987ff059e2f2f965ace398926316c05d6be"},"workbook":"clients.xlsx"},"delivery":null,"host":"pc-1","kind":"edit_intended","run":null,"seq":33,"v":1}','9e55fd0b56893eecdea02ae7e90117f899b1b13202f9d0eeb8d00eb115baa034','b0081c7075e7199fa1f675b3f5b5acb922f82a84f7c4de85369172539f17d36c');
INSERT INTO "event" VALUES(34,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:26.000005+00:00','edit_intended',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:26.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"after_sha256":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","before_sha256":"abababababababababababababababababababababababababababababababab","changes":[{"after":{"c":"cd4339e26819107c3c19e681aed0c044698fb3203c1f6e6cc5dc7543e67c977d"},"before":{"c":"8c6aa578b734f6ddae17f749913660ee831dfee6b38678bea36b4e14f48f6662"},"clave":"00123","column":"EMAILPRED"},{"after":{"c":"cd4339e26819107c3c19e681aed0c044698fb3203c1f6e6cc5dc7543e67c977d"},"before":{"c":"8c6aa578b734f6ddae17f749913660ee831dfee6b38678bea36b4e14f48f6662"},"clave":"00123","column":"EMAILPRED"}],"edit":"E3","reason":{"c":"a51ba061a226a3c2248fc2fde575e987ff059e2f2f965ace398926316c05d6be"},"workbook":"clients.xlsx"},"delivery":null,"host":"pc-1","kind":"edit_intended","run":null,"seq":34,"v":1}','b0081c7075e7199fa1f675b3f5b5acb922f82a84f7c4de85369172539f17d36c','f1b301437f03816fcb0b0fc1debbc6b72f374d8fd29ece0d841a8dfd8bd971f9');
INSERT INTO "event" VALUES(35,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:27.000005+00:00','edit_applied',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:27.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"edit":"E1"},"delivery":null,"host":"pc-1","kind":"edit_applied","run":null,"seq":35,"v":1}','f1b301437f03816fcb0b0fc1debbc6b72f374d8fd29ece0d841a8dfd8bd971f9','879c3150aee2ee2dce054eff6aae8395f9de84eadf63e055b7483eb75350066a');
INSERT INTO "event" VALUES(36,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:28.000005+00:00','edit_abandoned',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:28.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"edit":"E2","why":"open in Excel"},"delivery":null,"host":"pc-1","kind":"edit_abandoned","run":null,"seq":36,"v":1}','879c3150aee2ee2dce054eff6aae8395f9de84eadf63e055b7483eb75350066a','ca5a89f54bb05dc40a3eb9b0d0df29a2b91ce9387894295a212522a934a2472c');
INSERT INTO "event" VALUES(37,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:29.000005+00:00','changed_outside',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:29.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"after_sha256":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","before_sha256":"abababababababababababababababababababababababababababababababab","changes":[{"after":{"c":"cd4339e26819107c3c19e681aed0c044698fb3203c1f6e6cc5dc7543e67c977d"},"before":{"c":"8c6aa578b734f6ddae17f749913660ee831dfee6b38678bea36b4e14f48f6662"},"clave":"00123","column":"EMAILPRED"}],"workbook":"clients.xlsx"},"delivery":null,"host":"pc-1","kind":"changed_outside","run":null,"seq":37,"v":1}','ca5a89f54bb05dc40a3eb9b0d0df29a2b91ce9387894295a212522a934a2472c','5d76f5518869ebc1dd7fc9037ad0dc709fcafcb13afefec011171bfcab918a07');
INSERT INTO "event" VALUES(38,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:30.000005+00:00','master_seen',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:30.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"rules":{"00123":{"EMAILPRED":{"c":"cd4339e26819107c3c19e681aed0c044698fb3203c1f6e6cc5dc7543e67c977d"}}},"sha256":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","workbook":"clients.xlsx"},"delivery":null,"host":"pc-1","kind":"master_seen","run":null,"seq":38,"v":1}','5d76f5518869ebc1dd7fc9037ad0dc709fcafcb13afefec011171bfcab918a07','e0dc670144d8c5290440228f2bf883d0b191ee9a29bdd0a75193bea0211f3aab');
INSERT INTO "event" VALUES(39,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:31.000005+00:00','assigned',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:31.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"client":"00123","remember":true,"uuid":"AAA"},"delivery":null,"host":"pc-1","kind":"assigned","run":null,"seq":39,"v":1}','e0dc670144d8c5290440228f2bf883d0b191ee9a29bdd0a75193bea0211f3aab','a2323c7e8bb5b0e20b10ed593e8c645f0d1d3d1d9c6ad3ebd3e971ddc9c97d4e');
INSERT INTO "event" VALUES(40,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:32.000005+00:00','assigned',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:32.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"client":"7","remember":false,"uuid":"BBB"},"delivery":null,"host":"pc-1","kind":"assigned","run":null,"seq":40,"v":1}','a2323c7e8bb5b0e20b10ed593e8c645f0d1d3d1d9c6ad3ebd3e971ddc9c97d4e','a99588c24811ebdea5590fff0d24bcf729d36be9dde16c6eda35829ddde1f769');
INSERT INTO "event" VALUES(41,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:33.000005+00:00','unassigned',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:33.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"uuid":"BBB"},"delivery":null,"host":"pc-1","kind":"unassigned","run":null,"seq":41,"v":1}','a99588c24811ebdea5590fff0d24bcf729d36be9dde16c6eda35829ddde1f769','f16a32c9c996c48e55d764471ceb93d003b9b13559241140c473625770543171');
INSERT INTO "event" VALUES(42,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:34.000005+00:00','certificate_added',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:34.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"client":"00123","file":"00123.cer","not_after":"2027-05-18","not_before":"2023-05-18","rfc":{"c":"6e5edd70e3f2e322f58759c0fe9e91712be45212c356aadb3c449145faffed78"},"serial":"30001000000500003416","sha256":"abababababababababababababababababababababababababababababababab"},"delivery":null,"host":"pc-1","kind":"certificate_added","run":null,"seq":42,"v":1}','f16a32c9c996c48e55d764471ceb93d003b9b13559241140c473625770543171','a3d6a7b33b5538265a66eb34393184135b9116c34c99c82e898adeef37f2f1c2');
INSERT INTO "event" VALUES(43,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:35.000005+00:00','certificate_proved',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:35.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"client":"00123","sha256":"abababababababababababababababababababababababababababababababab","test":"T1"},"delivery":null,"host":"pc-1","kind":"certificate_proved","run":null,"seq":43,"v":1}','a3d6a7b33b5538265a66eb34393184135b9116c34c99c82e898adeef37f2f1c2','ee4af72f53fa119189124ccb5dc001fab2f7b64c6f4b523fc5fe018b29a43434');
INSERT INTO "event" VALUES(44,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:36.000005+00:00','service_sent',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:36.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"address":{"c":"0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a"},"purpose":"canary"},"delivery":null,"host":"pc-1","kind":"service_sent","run":null,"seq":44,"v":1}','ee4af72f53fa119189124ccb5dc001fab2f7b64c6f4b523fc5fe018b29a43434','570e009a3e6586e5de72c0287b6c017a3f7c132fbe48cdeab66dfec9a56a98d5');
INSERT INTO "event" VALUES(45,'56e86baaa53928a733402a9c7da17d20','2026-10-30T18:00:37.000005+00:00','sealed','R1',NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:37.000005+00:00","by":"Ana","carrier":null,"chain":"56e86baaa53928a733402a9c7da17d20","data":{"count":44,"head":"570e009a3e6586e5de72c0287b6c017a3f7c132fbe48cdeab66dfec9a56a98d5","run":"R1","signature":"","signer":"","totals":{"bounced":1,"cancelled":2,"exported":1,"planned":1,"refused":1}},"delivery":null,"host":"pc-1","kind":"sealed","run":"R1","seq":45,"v":1}','570e009a3e6586e5de72c0287b6c017a3f7c132fbe48cdeab66dfec9a56a98d5','b5fea54996d3a53488927bf6c2c215516265ad8f5d03d893875eca3bc7780d0a');
CREATE TABLE head (
	chain TEXT NOT NULL, 
	count INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_head PRIMARY KEY (chain)
);
INSERT INTO "head" VALUES('56e86baaa53928a733402a9c7da17d20',45,'b5fea54996d3a53488927bf6c2c215516265ad8f5d03d893875eca3bc7780d0a');
CREATE TABLE master (
	workbook TEXT NOT NULL, 
	seq INTEGER, 
	sha256 TEXT, 
	rules TEXT, 
	seen_at TEXT, 
	CONSTRAINT pk_master PRIMARY KEY (workbook)
);
INSERT INTO "master" VALUES('clients.xlsx',38,'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd','{"00123":{"EMAILPRED":{"c":"cd4339e26819107c3c19e681aed0c044698fb3203c1f6e6cc5dc7543e67c977d"}}}','2026-10-30T18:00:30.000005+00:00');
CREATE TABLE personal (
	commitment TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	salt TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_personal PRIMARY KEY (commitment), 
	CONSTRAINT uq_personal_digest UNIQUE (digest)
);
INSERT INTO "personal" VALUES('0616638243227e980da0aea16add049595712b6f46ecf5e610a0d5c533b6fd9a','address','e4010f795dd702f357b33a0f9385eef6b4ffcc78f1ca81d6124d5838b025194e','d19004a8a1173c0c8e9749f58c78483f','pagos@example.mx');
INSERT INTO "personal" VALUES('4db8ebfadb065898ea1c4ddd0afa1f843ab4851d253e5934297df4c975661fad','subject','cacedaab825616c67318b7fd261915471eeb0084088768e9f6b2cd249fe7d756','f2ee26d58f821da86b0cec0c4ee2f3bc','Factura A-1 de Ñandú');
INSERT INTO "personal" VALUES('698d73319d9442b3b1b370761e1d548cc3eb082eefcff76e46f06e5d7cc96961','address','62ff386e411d1df3b335d98310ba9bae9b9093e7beed7548b6fb19cdacf06c36','d4db38af1f9fc930cbb63c2478c8b41f','archivo@example.mx');
INSERT INTO "personal" VALUES('74989dca4417b27a82d59797720aa6445695d154b56640563da4d5a9d71adbdf','reply','bef5e23bfb900a9f4de39d4bb4a413a4a2946da1c28d47de02aab1fb76dba8b2','3a1e5876593054be1af026e202425a14','250 2.0.0 ok');
INSERT INTO "personal" VALUES('e795009d5e5ca8638ed7696472cc90d053ac32db868ed7865e424334de8279b4','reply','864ee8ed631fddeb2c7cd0b87eebbf4775126deca4d0dc973168976ae9b641a3','f350e80b887d40f7983cd27c5223d2d6','');
INSERT INTO "personal" VALUES('a0066f45854280d5d09b09ff811dcb24c2127dd550c653b0afa631f7e353a59b','reply','e6e6602a02bf00e955cad79b7a4a0d039972b4bb4d48ad4bcfcc2baa4392a271','708750ec02b51bdf2757ecee6abfb697','550 no such user');
INSERT INTO "personal" VALUES('8c6aa578b734f6ddae17f749913660ee831dfee6b38678bea36b4e14f48f6662','cell','3c47c3893166df354a4b11807fac0edad7ecf533bcd08866082607f8f3ff53ea','cfa6da78c1b41e7d2b93e26690c90f06','');
INSERT INTO "personal" VALUES('cd4339e26819107c3c19e681aed0c044698fb3203c1f6e6cc5dc7543e67c977d','cell','1449feb0837df7ec6579144fc043d8328c7625a2f77bc202468926a575df8860','af297fadec7248e7538b0f938f6470d2','pagos@example.mx');
INSERT INTO "personal" VALUES('a51ba061a226a3c2248fc2fde575e987ff059e2f2f965ace398926316c05d6be','reason','d527a3e0b6a06137fbf6e52f206edfdeda005f029e06ebb6069b7bef53e13c14','14af497c8e39cca661f701dd0f837572','asked by phone');
INSERT INTO "personal" VALUES('6e5edd70e3f2e322f58759c0fe9e91712be45212c356aadb3c449145faffed78','rfc','7826f3b05a385d2f3d2bde7b1817c6a4e7965032388b9d4bd12e34abd064d736','5557e175a70f118339ef272703786d6f','EKU9003173C9');
CREATE TABLE "plan" (
	"plan" TEXT NOT NULL, 
	hash TEXT, 
	period TEXT, 
	found INTEGER, 
	made_at TEXT, 
	made_by TEXT, 
	CONSTRAINT pk_plan PRIMARY KEY ("plan")
);
INSERT INTO "plan" VALUES('P1','abababababababababababababababababababababababababababababababab','2026-10',8,'2026-10-30T18:00:02.000005+00:00','Ana');
CREATE TABLE plan_delivery (
	"plan" TEXT NOT NULL, 
	delivery TEXT NOT NULL, 
	channel TEXT, 
	position INTEGER, 
	CONSTRAINT pk_plan_delivery PRIMARY KEY ("plan", delivery)
);
INSERT INTO "plan_delivery" VALUES('P1','D0d38d6fdb1e5b899c093','mail',0);
INSERT INTO "plan_delivery" VALUES('P1','D7798bd334b2e09580351','mail',1);
INSERT INTO "plan_delivery" VALUES('P1','D9ee39cf3ad01e71b878c','mail',2);
INSERT INTO "plan_delivery" VALUES('P1','De890891b2c98b49e0a73','mail',3);
INSERT INTO "plan_delivery" VALUES('P1','De5a8fda0609da9d07cc3','mail',4);
INSERT INTO "plan_delivery" VALUES('P1','D75ef274314956dd21a58','mail',5);
CREATE TABLE plan_document (
	"plan" TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	document TEXT, 
	verdict TEXT, 
	code TEXT, 
	client TEXT, 
	CONSTRAINT pk_plan_document PRIMARY KEY ("plan", position)
);
INSERT INTO "plan_document" VALUES('P1',0,'cfdi:AAA','planned',NULL,'00123');
INSERT INTO "plan_document" VALUES('P1',1,'cfdi:BBB','planned',NULL,'00123');
INSERT INTO "plan_document" VALUES('P1',2,'cfdi:CCC','planned',NULL,'00123');
INSERT INTO "plan_document" VALUES('P1',3,'cfdi:DDD','planned',NULL,'00123');
INSERT INTO "plan_document" VALUES('P1',4,'cfdi:EEE','planned',NULL,'00123');
INSERT INTO "plan_document" VALUES('P1',5,'cfdi:FFF','planned',NULL,'00123');
INSERT INTO "plan_document" VALUES('P1',6,'file:abababababababababababababababababababababababababababababababab','excluded','DUPLICATE',NULL);
INSERT INTO "plan_document" VALUES('P1',7,'file:abababababababababababababababababababababababababababababababab','blocked','NO_CLIENT',NULL);
CREATE TABLE run (
	run TEXT NOT NULL, 
	"plan" TEXT, 
	channel TEXT, 
	rehearsal BOOLEAN, 
	state TEXT, 
	reason TEXT, 
	started_at TEXT, 
	started_by TEXT, 
	ended_at TEXT, 
	CONSTRAINT pk_run PRIMARY KEY (run)
);
INSERT INTO "run" VALUES('R1','P1','mail',0,'stopped','asked','2026-10-30T18:00:02.000005+00:00','Ana','2026-10-30T18:00:23.000005+00:00');
CREATE TABLE run_delivery (
	run TEXT NOT NULL, 
	delivery TEXT NOT NULL, 
	CONSTRAINT pk_run_delivery PRIMARY KEY (run, delivery)
);
INSERT INTO "run_delivery" VALUES('R1','D0d38d6fdb1e5b899c093');
INSERT INTO "run_delivery" VALUES('R1','D7798bd334b2e09580351');
INSERT INTO "run_delivery" VALUES('R1','D9ee39cf3ad01e71b878c');
INSERT INTO "run_delivery" VALUES('R1','De890891b2c98b49e0a73');
INSERT INTO "run_delivery" VALUES('R1','De5a8fda0609da9d07cc3');
INSERT INTO "run_delivery" VALUES('R1','D75ef274314956dd21a58');
CREATE TABLE seal (
	seq INTEGER NOT NULL, 
	run TEXT, 
	count INTEGER, 
	head TEXT, 
	totals TEXT, 
	signature TEXT, 
	signer TEXT, 
	sealed_at TEXT, 
	CONSTRAINT pk_seal PRIMARY KEY (seq)
);
INSERT INTO "seal" VALUES(45,'R1',44,'570e009a3e6586e5de72c0287b6c017a3f7c132fbe48cdeab66dfec9a56a98d5','{"bounced":1,"cancelled":2,"exported":1,"planned":1,"refused":1}','','','2026-10-30T18:00:37.000005+00:00');
CREATE INDEX ix_event_kind ON event (kind);
CREATE INDEX ix_event_run ON event (run);
CREATE INDEX ix_event_delivery ON event (delivery);
CREATE INDEX ix_event_carrier ON event (carrier);
CREATE INDEX ix_plan_delivery_delivery ON plan_delivery (delivery);
CREATE INDEX ix_run_plan ON run ("plan");
CREATE INDEX ix_run_delivery_delivery ON run_delivery (delivery);
CREATE INDEX ix_seal_run ON seal (run);
CREATE INDEX ix_delivery_namespace ON delivery (namespace);
CREATE INDEX ix_delivery_document ON delivery (document);
CREATE INDEX ix_delivery_destination_c ON delivery (destination_c);
CREATE INDEX ix_delivery_client ON delivery (client);
CREATE INDEX ix_delivery_plan ON delivery ("plan");
CREATE INDEX ix_delivery_rfc_c ON delivery (rfc_c);
CREATE INDEX ix_carrier_run ON carrier (run);
CREATE INDEX ix_carrier_message_id ON carrier (message_id);
CREATE INDEX ix_carrier_item_delivery ON carrier_item (delivery);
CREATE INDEX ix_client_change_clave ON client_change (clave);
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
COMMIT;
