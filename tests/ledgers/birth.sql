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
INSERT INTO "carrier" VALUES('C1','R1','mail','00123','<C1@example.mx>','f34affe56c5b40147a3933db901c4cf4fe4a46485d3f3a783aea39122cef9b83','[{"name":"C1.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}]','[{"c":"b17926e7c94d5d1265401691a7f82232328ead5c6dc37bb5afdebf370409e2c1"}]','','2026-10-30T18:00:00+00:00');
INSERT INTO "carrier" VALUES('C2','R1','mail','00123','<C2@example.mx>','f34affe56c5b40147a3933db901c4cf4fe4a46485d3f3a783aea39122cef9b83','[{"name":"C2.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}]','[{"c":"b17926e7c94d5d1265401691a7f82232328ead5c6dc37bb5afdebf370409e2c1"}]','','2026-10-30T18:00:00+00:00');
INSERT INTO "carrier" VALUES('C3','R1','mail','00123','<C3@example.mx>','f34affe56c5b40147a3933db901c4cf4fe4a46485d3f3a783aea39122cef9b83','[{"name":"C3.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}]','[{"c":"b17926e7c94d5d1265401691a7f82232328ead5c6dc37bb5afdebf370409e2c1"}]','','2026-10-30T18:00:00+00:00');
INSERT INTO "carrier" VALUES('C4','R1','mail','00123','<C4@example.mx>','f34affe56c5b40147a3933db901c4cf4fe4a46485d3f3a783aea39122cef9b83','[{"name":"C4.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}]','[{"c":"b17926e7c94d5d1265401691a7f82232328ead5c6dc37bb5afdebf370409e2c1"}]','','2026-10-30T18:00:00+00:00');
INSERT INTO "carrier" VALUES('C5','R1','mail','00123','<C5@example.mx>','f34affe56c5b40147a3933db901c4cf4fe4a46485d3f3a783aea39122cef9b83','[{"name":"C5.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}]','[{"c":"b17926e7c94d5d1265401691a7f82232328ead5c6dc37bb5afdebf370409e2c1"}]','','2026-10-30T18:00:00+00:00');
INSERT INTO "carrier" VALUES('C6','R1','mail','00123','<C6@example.mx>','f34affe56c5b40147a3933db901c4cf4fe4a46485d3f3a783aea39122cef9b83','[{"name":"C6.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}]','[{"c":"b17926e7c94d5d1265401691a7f82232328ead5c6dc37bb5afdebf370409e2c1"}]','','2026-10-30T18:00:00+00:00');
CREATE TABLE carrier_item (
	carrier TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	delivery TEXT, 
	document TEXT, 
	destination TEXT, 
	destination_c TEXT, 
	CONSTRAINT pk_carrier_item PRIMARY KEY (carrier, position)
);
INSERT INTO "carrier_item" VALUES('C1',0,'Dcbc6a95bfec697fd9a8f','cfdi:AAA',NULL,'31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109');
INSERT INTO "carrier_item" VALUES('C2',0,'D7d8763d6b563251d614c','cfdi:BBB',NULL,'31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109');
INSERT INTO "carrier_item" VALUES('C3',0,'D5ec7d9f39ad05844b177','cfdi:CCC',NULL,'31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109');
INSERT INTO "carrier_item" VALUES('C4',0,'D5ca30af8830425bfa38c','cfdi:DDD',NULL,'31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109');
INSERT INTO "carrier_item" VALUES('C5',0,'D24e5ae140df2e56e761b','cfdi:EEE',NULL,'31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109');
INSERT INTO "carrier_item" VALUES('C6',0,'Dd2ad7e2fb0bf475d216e','cfdi:FFF',NULL,'31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109');
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
INSERT INTO "certificate" VALUES('00123','abababababababababababababababababababababababababababababababab',42,'00123.cer','30001000000500003416','2023-05-18','2027-05-18','62dd86b3675c411ea850bb19c2c64e1159c20dbd180e3740fc2e03abd099eda4','2026-10-30T18:00:35.000005+00:00');
CREATE TABLE client_change (
	edit TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	clave TEXT, 
	"column" TEXT, 
	before_c TEXT, 
	after_c TEXT, 
	CONSTRAINT pk_client_change PRIMARY KEY (edit, position)
);
INSERT INTO "client_change" VALUES('E1',0,'00123','EMAILPRED','a400bccaccbb4f40b28677511ddbb5167b4adfa76b58fbe2d430f8b6b8911afb','8925f919a7b8de02904eeabf185918274e49b629eb1f875cbdfbb2f1331a7de9');
INSERT INTO "client_change" VALUES('E1',1,'00123','EMAILPRED','a400bccaccbb4f40b28677511ddbb5167b4adfa76b58fbe2d430f8b6b8911afb','8925f919a7b8de02904eeabf185918274e49b629eb1f875cbdfbb2f1331a7de9');
INSERT INTO "client_change" VALUES('E2',0,'00123','EMAILPRED','a400bccaccbb4f40b28677511ddbb5167b4adfa76b58fbe2d430f8b6b8911afb','8925f919a7b8de02904eeabf185918274e49b629eb1f875cbdfbb2f1331a7de9');
INSERT INTO "client_change" VALUES('E2',1,'00123','EMAILPRED','a400bccaccbb4f40b28677511ddbb5167b4adfa76b58fbe2d430f8b6b8911afb','8925f919a7b8de02904eeabf185918274e49b629eb1f875cbdfbb2f1331a7de9');
INSERT INTO "client_change" VALUES('E3',0,'00123','EMAILPRED','a400bccaccbb4f40b28677511ddbb5167b4adfa76b58fbe2d430f8b6b8911afb','8925f919a7b8de02904eeabf185918274e49b629eb1f875cbdfbb2f1331a7de9');
INSERT INTO "client_change" VALUES('E3',1,'00123','EMAILPRED','a400bccaccbb4f40b28677511ddbb5167b4adfa76b58fbe2d430f8b6b8911afb','8925f919a7b8de02904eeabf185918274e49b629eb1f875cbdfbb2f1331a7de9');
INSERT INTO "client_change" VALUES('outside:37',0,'00123','EMAILPRED','a400bccaccbb4f40b28677511ddbb5167b4adfa76b58fbe2d430f8b6b8911afb','8925f919a7b8de02904eeabf185918274e49b629eb1f875cbdfbb2f1331a7de9');
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
INSERT INTO "delivery" VALUES('Dcbc6a95bfec697fd9a8f',3,'','cfdi:AAA',NULL,NULL,'mail',NULL,'31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109',1,'00123','P1',NULL,'bounced','C1','R1','R1','abababababababababababababababababababababababababababababababab','{"accounts":[{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"}],"means":null,"prints":false}',NULL,'[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}]',NULL,NULL,NULL,NULL,NULL,'2026-10-30T18:00:02.000005+00:00','2026-10-30T18:00:09.000005+00:00','2026-10-30T18:00:22.000005+00:00','{"host":"mx.example"}','0fba97a9b0deab026fa4fed2759c88272e5fb93d02484b145ca5b213f624f9d5',550,'2.0.0','mx.example','q1','dot');
INSERT INTO "delivery" VALUES('D7d8763d6b563251d614c',4,'','cfdi:BBB',NULL,NULL,'mail',NULL,'31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109',1,'00123','P1',NULL,'refused','C2','R1','R1','abababababababababababababababababababababababababababababababab','{"accounts":[{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"}],"means":null,"prints":false}',NULL,'[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}]',NULL,'D66b705fa17da811bebcf',NULL,'resend','resend','2026-10-30T18:00:02.000005+00:00','2026-10-30T18:00:11.000005+00:00','2026-10-30T18:00:12.000005+00:00','{"host":"mx.example"}','9e32218af911b27c2293fee9868aa1c1733f3afa02c27e6c0f7f7797301fab69',NULL,'2.0.0','mx.example','q1','dot');
INSERT INTO "delivery" VALUES('D5ec7d9f39ad05844b177',5,'','cfdi:CCC',NULL,NULL,'mail',NULL,'31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109',1,'00123','P1',NULL,'planned',NULL,'R1',NULL,'abababababababababababababababababababababababababababababababab','{"accounts":[{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"}],"means":null,"prints":false}',NULL,'[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}]',NULL,NULL,1,NULL,NULL,'2026-10-30T18:00:02.000005+00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "delivery" VALUES('D5ca30af8830425bfa38c',6,'','cfdi:DDD',NULL,NULL,'mail',NULL,'31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109',1,'00123','P1',NULL,'cancelled','C4','R1',NULL,'abababababababababababababababababababababababababababababababab','{"accounts":[{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"}],"means":null,"prints":false}',NULL,'[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}]',NULL,NULL,NULL,'rejected',NULL,'2026-10-30T18:00:02.000005+00:00',NULL,'2026-10-30T18:00:18.000005+00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "delivery" VALUES('D24e5ae140df2e56e761b',7,'','cfdi:EEE',NULL,NULL,'mail',NULL,'31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109',1,'00123','P1',NULL,'exported','C5','R1',NULL,'abababababababababababababababababababababababababababababababab','{"accounts":[{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"}],"means":null,"prints":false}',NULL,'[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}]',NULL,NULL,NULL,NULL,NULL,'2026-10-30T18:00:02.000005+00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "delivery" VALUES('Dd2ad7e2fb0bf475d216e',8,'','cfdi:FFF',NULL,NULL,'mail',NULL,'31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109',1,'00123','P1',NULL,'cancelled','C6','R1',NULL,'abababababababababababababababababababababababababababababababab','{"accounts":[{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"}],"means":null,"prints":false}',NULL,'[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}]',NULL,NULL,NULL,'cancelled',NULL,'2026-10-30T18:00:02.000005+00:00',NULL,'2026-10-30T18:00:21.000005+00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "delivery" VALUES('D66b705fa17da811bebcf',22,'','cfdi:BBB',NULL,NULL,'mail',NULL,'31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109',2,'00123','P1',NULL,'planned',NULL,NULL,NULL,'abababababababababababababababababababababababababababababababab','{"accounts":[{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"}],"means":null,"prints":false}',NULL,'[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}]',NULL,NULL,NULL,NULL,NULL,'2026-10-30T18:00:14.000005+00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO "edit" VALUES('E1',32,'2026-10-30T18:00:24.000005+00:00','Ana','clients.xlsx','abababababababababababababababababababababababababababababababab','cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd','aa6d352bb679e64cb14c08fcab5554413e048a448b920abad4394fa6a250063a','emitlib','applied',NULL);
INSERT INTO "edit" VALUES('E3',34,'2026-10-30T18:00:26.000005+00:00','Ana','clients.xlsx','abababababababababababababababababababababababababababababababab','cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd','aa6d352bb679e64cb14c08fcab5554413e048a448b920abad4394fa6a250063a','emitlib','intended',NULL);
INSERT INTO "edit" VALUES('outside:37',37,'2026-10-30T18:00:29.000005+00:00','Ana','clients.xlsx','abababababababababababababababababababababababababababababababab','cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd',NULL,'outside','applied',NULL);
INSERT INTO "edit" VALUES('E2',33,'2026-10-30T18:00:25.000005+00:00','Ana','clients.xlsx','abababababababababababababababababababababababababababababababab','cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd','aa6d352bb679e64cb14c08fcab5554413e048a448b920abad4394fa6a250063a','emitlib','abandoned','open in Excel');
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
INSERT INTO "event" VALUES(1,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:01.000005+00:00','genesis',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:01.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{},"delivery":null,"host":"pc-1","kind":"genesis","run":null,"seq":1,"v":1}','0000000000000000000000000000000000000000000000000000000000000000','d85bd92fd316bde75a53d73c00fe5d61bca1f69954e80ab05a9290af19f5b51c');
INSERT INTO "event" VALUES(2,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:02.000005+00:00','plan_made',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"deliveries":[{"channel":"mail","delivery":"Dcbc6a95bfec697fd9a8f"},{"channel":"mail","delivery":"D7d8763d6b563251d614c"},{"channel":"mail","delivery":"D5ec7d9f39ad05844b177"},{"channel":"mail","delivery":"D5ca30af8830425bfa38c"},{"channel":"mail","delivery":"D24e5ae140df2e56e761b"},{"channel":"mail","delivery":"Dd2ad7e2fb0bf475d216e"}],"documents":[{"client":"00123","code":null,"document":"cfdi:AAA","verdict":"planned"},{"client":"00123","code":null,"document":"cfdi:BBB","verdict":"planned"},{"client":"00123","code":null,"document":"cfdi:CCC","verdict":"planned"},{"client":"00123","code":null,"document":"cfdi:DDD","verdict":"planned"},{"client":"00123","code":null,"document":"cfdi:EEE","verdict":"planned"},{"client":"00123","code":null,"document":"cfdi:FFF","verdict":"planned"},{"client":null,"code":"DUPLICATE","document":"file:abababababababababababababababababababababababababababababababab","verdict":"excluded"},{"client":null,"code":"NO_CLIENT","document":"file:abababababababababababababababababababababababababababababababab","verdict":"blocked"}],"found":8,"hash":"abababababababababababababababababababababababababababababababab","period":"2026-10","plan":"P1"},"delivery":null,"host":"pc-1","kind":"plan_made","run":null,"seq":2,"v":1}','d85bd92fd316bde75a53d73c00fe5d61bca1f69954e80ab05a9290af19f5b51c','9d9fe844cd7118ae89202e031b9e43fabfe7dfe254ea41458346202fcd5875d5');
INSERT INTO "event" VALUES(3,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:02.000005+00:00','planned',NULL,'Dcbc6a95bfec697fd9a8f',NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"channel":"mail","client":"00123","destination":{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"},"document":"cfdi:AAA","files":[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}],"fingerprint":"abababababababababababababababababababababababababababababababab","generation":1,"namespace":"","plan":"P1","replaces":null,"rule":{"accounts":[{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"}],"means":null,"prints":false}},"delivery":"Dcbc6a95bfec697fd9a8f","host":"pc-1","kind":"planned","run":null,"seq":3,"v":1}','9d9fe844cd7118ae89202e031b9e43fabfe7dfe254ea41458346202fcd5875d5','07b869d9016227acc91f909a3bf59a5e745b7ec645360910eac4303abc1c213c');
INSERT INTO "event" VALUES(4,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:02.000005+00:00','planned',NULL,'D7d8763d6b563251d614c',NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"channel":"mail","client":"00123","destination":{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"},"document":"cfdi:BBB","files":[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}],"fingerprint":"abababababababababababababababababababababababababababababababab","generation":1,"namespace":"","plan":"P1","replaces":null,"rule":{"accounts":[{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"}],"means":null,"prints":false}},"delivery":"D7d8763d6b563251d614c","host":"pc-1","kind":"planned","run":null,"seq":4,"v":1}','07b869d9016227acc91f909a3bf59a5e745b7ec645360910eac4303abc1c213c','ebd88b1864523f516d4a6e28520dfec558e0ff0d0e4324645d6328568d3894ca');
INSERT INTO "event" VALUES(5,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:02.000005+00:00','planned',NULL,'D5ec7d9f39ad05844b177',NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"channel":"mail","client":"00123","destination":{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"},"document":"cfdi:CCC","files":[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}],"fingerprint":"abababababababababababababababababababababababababababababababab","generation":1,"namespace":"","plan":"P1","replaces":null,"rule":{"accounts":[{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"}],"means":null,"prints":false}},"delivery":"D5ec7d9f39ad05844b177","host":"pc-1","kind":"planned","run":null,"seq":5,"v":1}','ebd88b1864523f516d4a6e28520dfec558e0ff0d0e4324645d6328568d3894ca','b87cd42b2d1c841929e98a58981098f5e8aaeed99589448ee0030acc7af62eaa');
INSERT INTO "event" VALUES(6,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:02.000005+00:00','planned',NULL,'D5ca30af8830425bfa38c',NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"channel":"mail","client":"00123","destination":{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"},"document":"cfdi:DDD","files":[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}],"fingerprint":"abababababababababababababababababababababababababababababababab","generation":1,"namespace":"","plan":"P1","replaces":null,"rule":{"accounts":[{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"}],"means":null,"prints":false}},"delivery":"D5ca30af8830425bfa38c","host":"pc-1","kind":"planned","run":null,"seq":6,"v":1}','b87cd42b2d1c841929e98a58981098f5e8aaeed99589448ee0030acc7af62eaa','d3a2da8af9ad3bd573a50e91969dcddb116f7c8e96b545c8aa5dfded66d4af99');
INSERT INTO "event" VALUES(7,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:02.000005+00:00','planned',NULL,'D24e5ae140df2e56e761b',NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"channel":"mail","client":"00123","destination":{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"},"document":"cfdi:EEE","files":[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}],"fingerprint":"abababababababababababababababababababababababababababababababab","generation":1,"namespace":"","plan":"P1","replaces":null,"rule":{"accounts":[{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"}],"means":null,"prints":false}},"delivery":"D24e5ae140df2e56e761b","host":"pc-1","kind":"planned","run":null,"seq":7,"v":1}','d3a2da8af9ad3bd573a50e91969dcddb116f7c8e96b545c8aa5dfded66d4af99','ccba31b3b33286b469d56def357d331a06a32009f3fe8e73c069458728e9abb9');
INSERT INTO "event" VALUES(8,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:02.000005+00:00','planned',NULL,'Dd2ad7e2fb0bf475d216e',NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"channel":"mail","client":"00123","destination":{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"},"document":"cfdi:FFF","files":[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}],"fingerprint":"abababababababababababababababababababababababababababababababab","generation":1,"namespace":"","plan":"P1","replaces":null,"rule":{"accounts":[{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"}],"means":null,"prints":false}},"delivery":"Dd2ad7e2fb0bf475d216e","host":"pc-1","kind":"planned","run":null,"seq":8,"v":1}','ccba31b3b33286b469d56def357d331a06a32009f3fe8e73c069458728e9abb9','7a33e4df7b694c8500ecb69ab2f2d502d8dc73af926fc372077c2582033c61be');
INSERT INTO "event" VALUES(9,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:02.000005+00:00','run_started','R1',NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"channel":"mail","deliveries":["Dcbc6a95bfec697fd9a8f","D7d8763d6b563251d614c","D5ec7d9f39ad05844b177","D5ca30af8830425bfa38c","D24e5ae140df2e56e761b","Dd2ad7e2fb0bf475d216e"],"plan":"P1","rehearsal":false},"delivery":null,"host":"pc-1","kind":"run_started","run":"R1","seq":9,"v":1}','7a33e4df7b694c8500ecb69ab2f2d502d8dc73af926fc372077c2582033c61be','ddcbef3c6b894e3d84d52b1ddf1b4a35fc48727a9cae4ed7bbdc780afb4fa9f1');
INSERT INTO "event" VALUES(10,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:03.000005+00:00','frozen','R1',NULL,'C1','{"account":"ana","at":"2026-10-30T18:00:03.000005+00:00","by":"Ana","carrier":"C1","chain":"f697b256944d1769f82947cb62b8654b","data":{"channel":"mail","client":"00123","copies":[{"c":"b17926e7c94d5d1265401691a7f82232328ead5c6dc37bb5afdebf370409e2c1"}],"files":[{"name":"C1.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}],"items":[{"delivery":"Dcbc6a95bfec697fd9a8f","destination":{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"},"document":"cfdi:AAA"}],"made_at":"2026-10-30T18:00:00+00:00","message_id":"<C1@example.mx>","subject":{"c":"f34affe56c5b40147a3933db901c4cf4fe4a46485d3f3a783aea39122cef9b83"},"target":""},"delivery":null,"host":"pc-1","kind":"frozen","run":"R1","seq":10,"v":1}','ddcbef3c6b894e3d84d52b1ddf1b4a35fc48727a9cae4ed7bbdc780afb4fa9f1','61d6804ca78b3ea2dd0b96ce610fdd55a7e2e28253c44003fb1ccb750aeb9bea');
INSERT INTO "event" VALUES(11,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:04.000005+00:00','frozen','R1',NULL,'C2','{"account":"ana","at":"2026-10-30T18:00:04.000005+00:00","by":"Ana","carrier":"C2","chain":"f697b256944d1769f82947cb62b8654b","data":{"channel":"mail","client":"00123","copies":[{"c":"b17926e7c94d5d1265401691a7f82232328ead5c6dc37bb5afdebf370409e2c1"}],"files":[{"name":"C2.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}],"items":[{"delivery":"D7d8763d6b563251d614c","destination":{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"},"document":"cfdi:BBB"}],"made_at":"2026-10-30T18:00:00+00:00","message_id":"<C2@example.mx>","subject":{"c":"f34affe56c5b40147a3933db901c4cf4fe4a46485d3f3a783aea39122cef9b83"},"target":""},"delivery":null,"host":"pc-1","kind":"frozen","run":"R1","seq":11,"v":1}','61d6804ca78b3ea2dd0b96ce610fdd55a7e2e28253c44003fb1ccb750aeb9bea','89e7cde154da706838a484ffd25cb9345fc67ced4260a5851fabc5361239c9e6');
INSERT INTO "event" VALUES(12,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:05.000005+00:00','frozen','R1',NULL,'C3','{"account":"ana","at":"2026-10-30T18:00:05.000005+00:00","by":"Ana","carrier":"C3","chain":"f697b256944d1769f82947cb62b8654b","data":{"channel":"mail","client":"00123","copies":[{"c":"b17926e7c94d5d1265401691a7f82232328ead5c6dc37bb5afdebf370409e2c1"}],"files":[{"name":"C3.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}],"items":[{"delivery":"D5ec7d9f39ad05844b177","destination":{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"},"document":"cfdi:CCC"}],"made_at":"2026-10-30T18:00:00+00:00","message_id":"<C3@example.mx>","subject":{"c":"f34affe56c5b40147a3933db901c4cf4fe4a46485d3f3a783aea39122cef9b83"},"target":""},"delivery":null,"host":"pc-1","kind":"frozen","run":"R1","seq":12,"v":1}','89e7cde154da706838a484ffd25cb9345fc67ced4260a5851fabc5361239c9e6','1f1f6b7a910a1f968d7eac4c64b8aa6cee3e30fc6244a05fc993137cf816babe');
INSERT INTO "event" VALUES(13,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:06.000005+00:00','frozen','R1',NULL,'C4','{"account":"ana","at":"2026-10-30T18:00:06.000005+00:00","by":"Ana","carrier":"C4","chain":"f697b256944d1769f82947cb62b8654b","data":{"channel":"mail","client":"00123","copies":[{"c":"b17926e7c94d5d1265401691a7f82232328ead5c6dc37bb5afdebf370409e2c1"}],"files":[{"name":"C4.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}],"items":[{"delivery":"D5ca30af8830425bfa38c","destination":{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"},"document":"cfdi:DDD"}],"made_at":"2026-10-30T18:00:00+00:00","message_id":"<C4@example.mx>","subject":{"c":"f34affe56c5b40147a3933db901c4cf4fe4a46485d3f3a783aea39122cef9b83"},"target":""},"delivery":null,"host":"pc-1","kind":"frozen","run":"R1","seq":13,"v":1}','1f1f6b7a910a1f968d7eac4c64b8aa6cee3e30fc6244a05fc993137cf816babe','c65cc035096ff8c997ccac9a08c05125adb0efa398c0e7332d165ad659ee294f');
INSERT INTO "event" VALUES(14,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:07.000005+00:00','frozen','R1',NULL,'C5','{"account":"ana","at":"2026-10-30T18:00:07.000005+00:00","by":"Ana","carrier":"C5","chain":"f697b256944d1769f82947cb62b8654b","data":{"channel":"mail","client":"00123","copies":[{"c":"b17926e7c94d5d1265401691a7f82232328ead5c6dc37bb5afdebf370409e2c1"}],"files":[{"name":"C5.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}],"items":[{"delivery":"D24e5ae140df2e56e761b","destination":{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"},"document":"cfdi:EEE"}],"made_at":"2026-10-30T18:00:00+00:00","message_id":"<C5@example.mx>","subject":{"c":"f34affe56c5b40147a3933db901c4cf4fe4a46485d3f3a783aea39122cef9b83"},"target":""},"delivery":null,"host":"pc-1","kind":"frozen","run":"R1","seq":14,"v":1}','c65cc035096ff8c997ccac9a08c05125adb0efa398c0e7332d165ad659ee294f','3a4b022d408c20890eceb629d5916d0bf5d84360bd3de863dda4b5c677968a5d');
INSERT INTO "event" VALUES(15,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:08.000005+00:00','frozen','R1',NULL,'C6','{"account":"ana","at":"2026-10-30T18:00:08.000005+00:00","by":"Ana","carrier":"C6","chain":"f697b256944d1769f82947cb62b8654b","data":{"channel":"mail","client":"00123","copies":[{"c":"b17926e7c94d5d1265401691a7f82232328ead5c6dc37bb5afdebf370409e2c1"}],"files":[{"name":"C6.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}],"items":[{"delivery":"Dd2ad7e2fb0bf475d216e","destination":{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"},"document":"cfdi:FFF"}],"made_at":"2026-10-30T18:00:00+00:00","message_id":"<C6@example.mx>","subject":{"c":"f34affe56c5b40147a3933db901c4cf4fe4a46485d3f3a783aea39122cef9b83"},"target":""},"delivery":null,"host":"pc-1","kind":"frozen","run":"R1","seq":15,"v":1}','3a4b022d408c20890eceb629d5916d0bf5d84360bd3de863dda4b5c677968a5d','50a87e20bd2fe7041cc8c278edb5f47a99b79202c7baca7e6914343e5e128cc6');
INSERT INTO "event" VALUES(16,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:09.000005+00:00','begun','R1',NULL,'C1','{"account":"ana","at":"2026-10-30T18:00:09.000005+00:00","by":"Ana","carrier":"C1","chain":"f697b256944d1769f82947cb62b8654b","data":{"deliveries":["Dcbc6a95bfec697fd9a8f"],"evidence":{"host":"mx.example"}},"delivery":null,"host":"pc-1","kind":"begun","run":"R1","seq":16,"v":1}','50a87e20bd2fe7041cc8c278edb5f47a99b79202c7baca7e6914343e5e128cc6','ab019382a44602660aaf39271eb465af92c16b99b633219050691bb031be7b54');
INSERT INTO "event" VALUES(17,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:10.000005+00:00','accepted','R1','Dcbc6a95bfec697fd9a8f',NULL,'{"account":"ana","at":"2026-10-30T18:00:10.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"code":250,"enhanced":"2.0.0","host":"mx.example","phase":"dot","queue_id":"q1","reply":{"c":"3e927c7c30608eedcde059774313eb17dbf2e95ccca734383f0a86dd15259ba3"}},"delivery":"Dcbc6a95bfec697fd9a8f","host":"pc-1","kind":"accepted","run":"R1","seq":17,"v":1}','ab019382a44602660aaf39271eb465af92c16b99b633219050691bb031be7b54','3b538bc188deecbc781e9943f665e6d64f4e98964811540dbf682fba2e31a555');
INSERT INTO "event" VALUES(18,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:11.000005+00:00','begun','R1',NULL,'C2','{"account":"ana","at":"2026-10-30T18:00:11.000005+00:00","by":"Ana","carrier":"C2","chain":"f697b256944d1769f82947cb62b8654b","data":{"deliveries":["D7d8763d6b563251d614c"],"evidence":{"host":"mx.example"}},"delivery":null,"host":"pc-1","kind":"begun","run":"R1","seq":18,"v":1}','3b538bc188deecbc781e9943f665e6d64f4e98964811540dbf682fba2e31a555','bdba87c253823d39cf323ff8625cf50fc4bd327ad2dcf0245a5e0cd5c08935f5');
INSERT INTO "event" VALUES(19,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:11.000005+00:00','unknown','R1','D7d8763d6b563251d614c',NULL,'{"account":"ana","at":"2026-10-30T18:00:11.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"code":null,"enhanced":"2.0.0","host":"mx.example","phase":"dot","queue_id":"q1","reply":{"c":"9e32218af911b27c2293fee9868aa1c1733f3afa02c27e6c0f7f7797301fab69"}},"delivery":"D7d8763d6b563251d614c","host":"pc-1","kind":"unknown","run":"R1","seq":19,"v":1}','bdba87c253823d39cf323ff8625cf50fc4bd327ad2dcf0245a5e0cd5c08935f5','1ffa96664eebd936838c7aaba1aac89337a1cc958cdcbc2497797d590865a65f');
INSERT INTO "event" VALUES(20,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:12.000005+00:00','resolved',NULL,'D7d8763d6b563251d614c',NULL,'{"account":"ana","at":"2026-10-30T18:00:12.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"answer":"resend","reason":"asked"},"delivery":"D7d8763d6b563251d614c","host":"pc-1","kind":"resolved","run":null,"seq":20,"v":1}','1ffa96664eebd936838c7aaba1aac89337a1cc958cdcbc2497797d590865a65f','5102a2f1d7eb6428d4e1f14cc42e81cbe4269527a0adb5fbfa87dc9de18e886a');
INSERT INTO "event" VALUES(21,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:13.000005+00:00','resend_requested',NULL,'D7d8763d6b563251d614c',NULL,'{"account":"ana","at":"2026-10-30T18:00:13.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"next":"D66b705fa17da811bebcf","reason":"asked"},"delivery":"D7d8763d6b563251d614c","host":"pc-1","kind":"resend_requested","run":null,"seq":21,"v":1}','5102a2f1d7eb6428d4e1f14cc42e81cbe4269527a0adb5fbfa87dc9de18e886a','c357be7400bcf2f0075f6019f990b45f94921f712d15e5e26d2152ce3ef14dbd');
INSERT INTO "event" VALUES(22,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:14.000005+00:00','planned',NULL,'D66b705fa17da811bebcf',NULL,'{"account":"ana","at":"2026-10-30T18:00:14.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"channel":"mail","client":"00123","destination":{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"},"document":"cfdi:BBB","files":[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}],"fingerprint":"abababababababababababababababababababababababababababababababab","generation":2,"namespace":"","plan":"P1","replaces":null,"rule":{"accounts":[{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"}],"means":null,"prints":false}},"delivery":"D66b705fa17da811bebcf","host":"pc-1","kind":"planned","run":null,"seq":22,"v":1}','c357be7400bcf2f0075f6019f990b45f94921f712d15e5e26d2152ce3ef14dbd','0a0937ba977e56bdec999854e694f44cc0798a5a9053a131146503504a47e7a7');
INSERT INTO "event" VALUES(23,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:15.000005+00:00','held','R1',NULL,'C3','{"account":"ana","at":"2026-10-30T18:00:15.000005+00:00","by":"Ana","carrier":"C3","chain":"f697b256944d1769f82947cb62b8654b","data":{"deliveries":["D5ec7d9f39ad05844b177"]},"delivery":null,"host":"pc-1","kind":"held","run":"R1","seq":23,"v":1}','0a0937ba977e56bdec999854e694f44cc0798a5a9053a131146503504a47e7a7','8d4aebfe3355625cf0d8fe76bcf687cc9d45812663351f2cfd998f6e54aeb520');
INSERT INTO "event" VALUES(24,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:16.000005+00:00','released','R1',NULL,'C3','{"account":"ana","at":"2026-10-30T18:00:16.000005+00:00","by":"Ana","carrier":"C3","chain":"f697b256944d1769f82947cb62b8654b","data":{"deliveries":["D5ec7d9f39ad05844b177"]},"delivery":null,"host":"pc-1","kind":"released","run":"R1","seq":24,"v":1}','8d4aebfe3355625cf0d8fe76bcf687cc9d45812663351f2cfd998f6e54aeb520','bc85eb77709447a61d56ae238c687c24da383f58330ab59160a42cfc3cbe699a');
INSERT INTO "event" VALUES(25,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:17.000005+00:00','held','R1',NULL,'C4','{"account":"ana","at":"2026-10-30T18:00:17.000005+00:00","by":"Ana","carrier":"C4","chain":"f697b256944d1769f82947cb62b8654b","data":{"deliveries":["D5ca30af8830425bfa38c"]},"delivery":null,"host":"pc-1","kind":"held","run":"R1","seq":25,"v":1}','bc85eb77709447a61d56ae238c687c24da383f58330ab59160a42cfc3cbe699a','7719509d23211c3d1be4a456568d281a341294b24806658a35eb8e4cfc48c17c');
INSERT INTO "event" VALUES(26,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:18.000005+00:00','rejected','R1',NULL,'C4','{"account":"ana","at":"2026-10-30T18:00:18.000005+00:00","by":"Ana","carrier":"C4","chain":"f697b256944d1769f82947cb62b8654b","data":{"deliveries":["D5ca30af8830425bfa38c"],"reason":"typo"},"delivery":null,"host":"pc-1","kind":"rejected","run":"R1","seq":26,"v":1}','7719509d23211c3d1be4a456568d281a341294b24806658a35eb8e4cfc48c17c','c1785bd131f21419c7a74adb39cff638396bf823714d1c4ffb242fcf310a17fa');
INSERT INTO "event" VALUES(27,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:19.000005+00:00','held','R1',NULL,'C5','{"account":"ana","at":"2026-10-30T18:00:19.000005+00:00","by":"Ana","carrier":"C5","chain":"f697b256944d1769f82947cb62b8654b","data":{"deliveries":["D24e5ae140df2e56e761b"]},"delivery":null,"host":"pc-1","kind":"held","run":"R1","seq":27,"v":1}','c1785bd131f21419c7a74adb39cff638396bf823714d1c4ffb242fcf310a17fa','abdee4a56b20000b0bb35a41e4394eabefd709e83ab53ccc3f57f25ee4baf252');
INSERT INTO "event" VALUES(28,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:20.000005+00:00','exported','R1',NULL,'C5','{"account":"ana","at":"2026-10-30T18:00:20.000005+00:00","by":"Ana","carrier":"C5","chain":"f697b256944d1769f82947cb62b8654b","data":{"deliveries":["D24e5ae140df2e56e761b"]},"delivery":null,"host":"pc-1","kind":"exported","run":"R1","seq":28,"v":1}','abdee4a56b20000b0bb35a41e4394eabefd709e83ab53ccc3f57f25ee4baf252','3bba3d93549b2d03931a3b86e44ea72848ef047726405262d1ef1125a3c32c05');
INSERT INTO "event" VALUES(29,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:21.000005+00:00','cancelled','R1',NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:21.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"deliveries":["Dd2ad7e2fb0bf475d216e"],"reason":"stop"},"delivery":null,"host":"pc-1","kind":"cancelled","run":"R1","seq":29,"v":1}','3bba3d93549b2d03931a3b86e44ea72848ef047726405262d1ef1125a3c32c05','9b0b7240bd0c35a869121dd6623df5a3819f13354dea23197e50546566305087');
INSERT INTO "event" VALUES(30,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:22.000005+00:00','bounced','R1','Dcbc6a95bfec697fd9a8f',NULL,'{"account":"ana","at":"2026-10-30T18:00:22.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"code":550,"enhanced":"2.0.0","host":"mx.example","phase":"dot","queue_id":"q1","reply":{"c":"0fba97a9b0deab026fa4fed2759c88272e5fb93d02484b145ca5b213f624f9d5"}},"delivery":"Dcbc6a95bfec697fd9a8f","host":"pc-1","kind":"bounced","run":"R1","seq":30,"v":1}','9b0b7240bd0c35a869121dd6623df5a3819f13354dea23197e50546566305087','4889ba950227d4eba86acee79472de6874c7602d94ce5b8a1e61d75ec5a3010c');
INSERT INTO "event" VALUES(31,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:23.000005+00:00','run_ended','R1',NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:23.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"reason":"asked","state":"stopped"},"delivery":null,"host":"pc-1","kind":"run_ended","run":"R1","seq":31,"v":1}','4889ba950227d4eba86acee79472de6874c7602d94ce5b8a1e61d75ec5a3010c','bc0ca0ccf5052f1f91ededb0a6b5aef813ef52f9314588d8ff072ecbc7dca844');
INSERT INTO "event" VALUES(32,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:24.000005+00:00','edit_intended',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:24.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"after_sha256":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","before_sha256":"abababababababababababababababababababababababababababababababab","changes":[{"after":{"c":"8925f919a7b8de02904eeabf185918274e49b629eb1f875cbdfbb2f1331a7de9"},"before":{"c":"a400bccaccbb4f40b28677511ddbb5167b4adfa76b58fbe2d430f8b6b8911afb"},"clave":"00123","column":"EMAILPRED"},{"after":{"c":"8925f919a7b8de02904eeabf185918274e49b629eb1f875cbdfbb2f1331a7de9"},"before":{"c":"a400bccaccbb4f40b28677511ddbb5167b4adfa76b58fbe2d430f8b6b8911afb"},"clave":"00123","column":"EMAILPRED"}],"edit":"E1","reason":{"c":"aa6d352bb679e64cb14c08fcab5554413e048a448b920abad4394fa6a250063a"},"workbook":"clients.xlsx"},"delivery":null,"host":"pc-1","kind":"edit_intended","run":null,"seq":32,"v":1}','bc0ca0ccf5052f1f91ededb0a6b5aef813ef52f9314588d8ff072ecbc7dca844','2e5749845c41027d93f6a2a04d845df27c0da650e3e92caf4021a29913af223d');
INSERT INTO "event" VALUES(33,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:25.000005+00:00','edit_intended',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:25.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"after_sha256":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","before_sha256":"abababababababababababababababababababababababababababababababab","changes":[{"after":{"c":"8925f919a7b8de02904eeabf185918274e49b629eb1f875cbdfbb2f1331a7de9"},"before":{"c":"a400bccaccbb4f40b28677511ddbb5167b4adfa76b58fbe2d430f8b6b8911afb"},"clave":"00123","column":"EMAILPRED"},{"after":{"c":"8925f919a7b8de02904eeabf185918274e49b629eb1f875cbdfbb2f1331a7de9"},"before":{"c":"a400bccaccbb4f40b28677511ddbb5167b4adfa76b58fbe2d430f8b6b8911afb"},"clave":"00123","column":"EMAILPRED"}],"edit":"E2","reason":{"c":"aa6d352bb679e64cb14c08fcab5554413e048a448b920abad4394fa6a250063a"},"workbook":"clients.xlsx"},"delivery":null,"host":"pc-1","kind":"edit_intended","run":null,"seq":33,"v":1}','2e5749845c41027d93f6a2a04d845df27c0da650e3e92caf4021a29913af223d','d5b6b6bdf0a38fb07482e1cd07128070a5642114557dde42ce318a1ed25b7f1f');
INSERT INTO "event" VALUES(34,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:26.000005+00:00','edit_intended',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:26.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"after_sha256":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","before_sha256":"abababababababababababababababababababababababababababababababab","changes":[{"after":{"c":"8925f919a7b8de02904eeabf185918274e49b629eb1f875cbdfbb2f1331a7de9"},"before":{"c":"a400bccaccbb4f40b28677511ddbb5167b4adfa76b58fbe2d430f8b6b8911afb"},"clave":"00123","column":"EMAILPRED"},{"after":{"c":"8925f919a7b8de02904eeabf185918274e49b629eb1f875cbdfbb2f1331a7de9"},"before":{"c":"a400bccaccbb4f40b28677511ddbb5167b4adfa76b58fbe2d430f8b6b8911afb"},"clave":"00123","column":"EMAILPRED"}],"edit":"E3","reason":{"c":"aa6d352bb679e64cb14c08fcab5554413e048a448b920abad4394fa6a250063a"},"workbook":"clients.xlsx"},"delivery":null,"host":"pc-1","kind":"edit_intended","run":null,"seq":34,"v":1}','d5b6b6bdf0a38fb07482e1cd07128070a5642114557dde42ce318a1ed25b7f1f','6037092c59af496ffbf874196c46c118c2084d74ad3e6484e66be239e4395387');
INSERT INTO "event" VALUES(35,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:27.000005+00:00','edit_applied',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:27.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"edit":"E1"},"delivery":null,"host":"pc-1","kind":"edit_applied","run":null,"seq":35,"v":1}','6037092c59af496ffbf874196c46c118c2084d74ad3e6484e66be239e4395387','6e84c0cf49e3fc32a512d65609138ba32218d54703bc1a48ec18932a335e3920');
INSERT INTO "event" VALUES(36,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:28.000005+00:00','edit_abandoned',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:28.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"edit":"E2","why":"open in Excel"},"delivery":null,"host":"pc-1","kind":"edit_abandoned","run":null,"seq":36,"v":1}','6e84c0cf49e3fc32a512d65609138ba32218d54703bc1a48ec18932a335e3920','96f4ee853daecdec1f6b9e8ccbd306a2718b72220e5ca085ad7c84bda3c46aa4');
INSERT INTO "event" VALUES(37,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:29.000005+00:00','changed_outside',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:29.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"after_sha256":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","before_sha256":"abababababababababababababababababababababababababababababababab","changes":[{"after":{"c":"8925f919a7b8de02904eeabf185918274e49b629eb1f875cbdfbb2f1331a7de9"},"before":{"c":"a400bccaccbb4f40b28677511ddbb5167b4adfa76b58fbe2d430f8b6b8911afb"},"clave":"00123","column":"EMAILPRED"}],"workbook":"clients.xlsx"},"delivery":null,"host":"pc-1","kind":"changed_outside","run":null,"seq":37,"v":1}','96f4ee853daecdec1f6b9e8ccbd306a2718b72220e5ca085ad7c84bda3c46aa4','c053239fe5afaaf8b66f2df9bdfc5f78cff0a1ae0b1f18689c9d3c3047386f25');
INSERT INTO "event" VALUES(38,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:30.000005+00:00','master_seen',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:30.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"rules":{"00123":{"EMAILPRED":{"c":"8925f919a7b8de02904eeabf185918274e49b629eb1f875cbdfbb2f1331a7de9"}}},"sha256":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","workbook":"clients.xlsx"},"delivery":null,"host":"pc-1","kind":"master_seen","run":null,"seq":38,"v":1}','c053239fe5afaaf8b66f2df9bdfc5f78cff0a1ae0b1f18689c9d3c3047386f25','e5754e7101d4ba52b0c512810e7f4bca9e37a8848987aee42764f71c5049aeb8');
INSERT INTO "event" VALUES(39,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:31.000005+00:00','assigned',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:31.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"client":"00123","remember":true,"uuid":"AAA"},"delivery":null,"host":"pc-1","kind":"assigned","run":null,"seq":39,"v":1}','e5754e7101d4ba52b0c512810e7f4bca9e37a8848987aee42764f71c5049aeb8','7ad248f3b8e4128bc56abd10ea8a2547eb7cde24ebbf3bf9fa541014f9a9e7ad');
INSERT INTO "event" VALUES(40,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:32.000005+00:00','assigned',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:32.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"client":"7","remember":false,"uuid":"BBB"},"delivery":null,"host":"pc-1","kind":"assigned","run":null,"seq":40,"v":1}','7ad248f3b8e4128bc56abd10ea8a2547eb7cde24ebbf3bf9fa541014f9a9e7ad','51464cd9664ee21fd2f001935a4c71c69c62cd6e4dbc264c7b4ce1ba8bafaf6b');
INSERT INTO "event" VALUES(41,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:33.000005+00:00','unassigned',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:33.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"uuid":"BBB"},"delivery":null,"host":"pc-1","kind":"unassigned","run":null,"seq":41,"v":1}','51464cd9664ee21fd2f001935a4c71c69c62cd6e4dbc264c7b4ce1ba8bafaf6b','41fc9b9046666637759f1d17c45d16c8dc5f07ef0fc23aa64e68e17403f3f462');
INSERT INTO "event" VALUES(42,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:34.000005+00:00','certificate_added',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:34.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"client":"00123","file":"00123.cer","not_after":"2027-05-18","not_before":"2023-05-18","rfc":{"c":"62dd86b3675c411ea850bb19c2c64e1159c20dbd180e3740fc2e03abd099eda4"},"serial":"30001000000500003416","sha256":"abababababababababababababababababababababababababababababababab"},"delivery":null,"host":"pc-1","kind":"certificate_added","run":null,"seq":42,"v":1}','41fc9b9046666637759f1d17c45d16c8dc5f07ef0fc23aa64e68e17403f3f462','e520acfe306ae60ab6f4652dbcc1b16d0e06498dc1a18a306ae0824ef986b2dc');
INSERT INTO "event" VALUES(43,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:35.000005+00:00','certificate_proved',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:35.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"client":"00123","sha256":"abababababababababababababababababababababababababababababababab","test":"T1"},"delivery":null,"host":"pc-1","kind":"certificate_proved","run":null,"seq":43,"v":1}','e520acfe306ae60ab6f4652dbcc1b16d0e06498dc1a18a306ae0824ef986b2dc','b11c6f585d8ee174d9798a13682bc15c786a19cffa30e57a6b1b68fd08088a41');
INSERT INTO "event" VALUES(44,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:36.000005+00:00','service_sent',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:36.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"address":{"c":"31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109"},"purpose":"canary"},"delivery":null,"host":"pc-1","kind":"service_sent","run":null,"seq":44,"v":1}','b11c6f585d8ee174d9798a13682bc15c786a19cffa30e57a6b1b68fd08088a41','df8b8d74863b902aefc19931d9f48cbb3d6488fa627d014809cc56090a03b90f');
INSERT INTO "event" VALUES(45,'f697b256944d1769f82947cb62b8654b','2026-10-30T18:00:37.000005+00:00','sealed','R1',NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:37.000005+00:00","by":"Ana","carrier":null,"chain":"f697b256944d1769f82947cb62b8654b","data":{"count":44,"head":"df8b8d74863b902aefc19931d9f48cbb3d6488fa627d014809cc56090a03b90f","run":"R1","signature":"","signer":"","totals":{"bounced":1,"cancelled":2,"exported":1,"planned":1,"refused":1}},"delivery":null,"host":"pc-1","kind":"sealed","run":"R1","seq":45,"v":1}','df8b8d74863b902aefc19931d9f48cbb3d6488fa627d014809cc56090a03b90f','773a94395d25d84730718880bd7b433d43803c12db58a1aef2f93ff9e6f91774');
CREATE TABLE head (
	chain TEXT NOT NULL, 
	count INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_head PRIMARY KEY (chain)
);
INSERT INTO "head" VALUES('f697b256944d1769f82947cb62b8654b',45,'773a94395d25d84730718880bd7b433d43803c12db58a1aef2f93ff9e6f91774');
CREATE TABLE master (
	workbook TEXT NOT NULL, 
	seq INTEGER, 
	sha256 TEXT, 
	rules TEXT, 
	seen_at TEXT, 
	CONSTRAINT pk_master PRIMARY KEY (workbook)
);
INSERT INTO "master" VALUES('clients.xlsx',38,'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd','{"00123":{"EMAILPRED":{"c":"8925f919a7b8de02904eeabf185918274e49b629eb1f875cbdfbb2f1331a7de9"}}}','2026-10-30T18:00:30.000005+00:00');
CREATE TABLE personal (
	commitment TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	salt TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_personal PRIMARY KEY (commitment), 
	CONSTRAINT uq_personal_digest UNIQUE (digest)
);
INSERT INTO "personal" VALUES('31f2124154fde955a8cf86b6fe18950cfae5f1d24d4b0c6ea739d6c950d45109','address','e4010f795dd702f357b33a0f9385eef6b4ffcc78f1ca81d6124d5838b025194e','0b1b0cf528900460574710212d2e6ced','pagos@example.mx');
INSERT INTO "personal" VALUES('f34affe56c5b40147a3933db901c4cf4fe4a46485d3f3a783aea39122cef9b83','subject','cacedaab825616c67318b7fd261915471eeb0084088768e9f6b2cd249fe7d756','88b20f8cde0fdfd369021688573b7ae9','Factura A-1 de Ñandú');
INSERT INTO "personal" VALUES('b17926e7c94d5d1265401691a7f82232328ead5c6dc37bb5afdebf370409e2c1','address','62ff386e411d1df3b335d98310ba9bae9b9093e7beed7548b6fb19cdacf06c36','d9a52101c66bff518c6abc040b443611','archivo@example.mx');
INSERT INTO "personal" VALUES('3e927c7c30608eedcde059774313eb17dbf2e95ccca734383f0a86dd15259ba3','reply','bef5e23bfb900a9f4de39d4bb4a413a4a2946da1c28d47de02aab1fb76dba8b2','c10210aa8d2fd53649e46ed36c6113f4','250 2.0.0 ok');
INSERT INTO "personal" VALUES('9e32218af911b27c2293fee9868aa1c1733f3afa02c27e6c0f7f7797301fab69','reply','864ee8ed631fddeb2c7cd0b87eebbf4775126deca4d0dc973168976ae9b641a3','718a642b15c907e320f18f1afe645fae','');
INSERT INTO "personal" VALUES('0fba97a9b0deab026fa4fed2759c88272e5fb93d02484b145ca5b213f624f9d5','reply','e6e6602a02bf00e955cad79b7a4a0d039972b4bb4d48ad4bcfcc2baa4392a271','996af3c44a7b8b753ac676aa414d45eb','550 no such user');
INSERT INTO "personal" VALUES('a400bccaccbb4f40b28677511ddbb5167b4adfa76b58fbe2d430f8b6b8911afb','cell','3c47c3893166df354a4b11807fac0edad7ecf533bcd08866082607f8f3ff53ea','ccc143c42662f18bcb462af69c23aaaf','');
INSERT INTO "personal" VALUES('8925f919a7b8de02904eeabf185918274e49b629eb1f875cbdfbb2f1331a7de9','cell','1449feb0837df7ec6579144fc043d8328c7625a2f77bc202468926a575df8860','99693ce8d64d7e096977f9dfeae88d41','pagos@example.mx');
INSERT INTO "personal" VALUES('aa6d352bb679e64cb14c08fcab5554413e048a448b920abad4394fa6a250063a','reason','d527a3e0b6a06137fbf6e52f206edfdeda005f029e06ebb6069b7bef53e13c14','33829ae01d4c77846272e30fac723bc3','asked by phone');
INSERT INTO "personal" VALUES('62dd86b3675c411ea850bb19c2c64e1159c20dbd180e3740fc2e03abd099eda4','rfc','7826f3b05a385d2f3d2bde7b1817c6a4e7965032388b9d4bd12e34abd064d736','36d43fa1fbfc5a9078a67a34415f931d','EKU9003173C9');
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
INSERT INTO "plan_delivery" VALUES('P1','Dcbc6a95bfec697fd9a8f','mail',0);
INSERT INTO "plan_delivery" VALUES('P1','D7d8763d6b563251d614c','mail',1);
INSERT INTO "plan_delivery" VALUES('P1','D5ec7d9f39ad05844b177','mail',2);
INSERT INTO "plan_delivery" VALUES('P1','D5ca30af8830425bfa38c','mail',3);
INSERT INTO "plan_delivery" VALUES('P1','D24e5ae140df2e56e761b','mail',4);
INSERT INTO "plan_delivery" VALUES('P1','Dd2ad7e2fb0bf475d216e','mail',5);
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
INSERT INTO "run_delivery" VALUES('R1','Dcbc6a95bfec697fd9a8f');
INSERT INTO "run_delivery" VALUES('R1','D7d8763d6b563251d614c');
INSERT INTO "run_delivery" VALUES('R1','D5ec7d9f39ad05844b177');
INSERT INTO "run_delivery" VALUES('R1','D5ca30af8830425bfa38c');
INSERT INTO "run_delivery" VALUES('R1','D24e5ae140df2e56e761b');
INSERT INTO "run_delivery" VALUES('R1','Dd2ad7e2fb0bf475d216e');
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
INSERT INTO "seal" VALUES(45,'R1',44,'df8b8d74863b902aefc19931d9f48cbb3d6488fa627d014809cc56090a03b90f','{"bounced":1,"cancelled":2,"exported":1,"planned":1,"refused":1}','','','2026-10-30T18:00:37.000005+00:00');
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
