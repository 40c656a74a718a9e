BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
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
INSERT INTO "carrier" VALUES('C1','R1','mail','00123','<C1@example.mx>','5fdb1641873d371152233f31a3a92c7374b340ba527858b9d2b50bd1234cdb54','[{"name":"C1.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}]','[{"c":"a9732b3cd2ceb1ae4558deea35d16f3cd446ab85071ed4407dacd15eeb8a08df"}]','','2026-10-30T18:00:00+00:00');
INSERT INTO "carrier" VALUES('C2','R1','mail','00123','<C2@example.mx>','5fdb1641873d371152233f31a3a92c7374b340ba527858b9d2b50bd1234cdb54','[{"name":"C2.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}]','[{"c":"a9732b3cd2ceb1ae4558deea35d16f3cd446ab85071ed4407dacd15eeb8a08df"}]','','2026-10-30T18:00:00+00:00');
INSERT INTO "carrier" VALUES('C3','R1','mail','00123','<C3@example.mx>','5fdb1641873d371152233f31a3a92c7374b340ba527858b9d2b50bd1234cdb54','[{"name":"C3.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}]','[{"c":"a9732b3cd2ceb1ae4558deea35d16f3cd446ab85071ed4407dacd15eeb8a08df"}]','','2026-10-30T18:00:00+00:00');
INSERT INTO "carrier" VALUES('C4','R1','mail','00123','<C4@example.mx>','5fdb1641873d371152233f31a3a92c7374b340ba527858b9d2b50bd1234cdb54','[{"name":"C4.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}]','[{"c":"a9732b3cd2ceb1ae4558deea35d16f3cd446ab85071ed4407dacd15eeb8a08df"}]','','2026-10-30T18:00:00+00:00');
INSERT INTO "carrier" VALUES('C5','R1','mail','00123','<C5@example.mx>','5fdb1641873d371152233f31a3a92c7374b340ba527858b9d2b50bd1234cdb54','[{"name":"C5.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}]','[{"c":"a9732b3cd2ceb1ae4558deea35d16f3cd446ab85071ed4407dacd15eeb8a08df"}]','','2026-10-30T18:00:00+00:00');
INSERT INTO "carrier" VALUES('C6','R1','mail','00123','<C6@example.mx>','5fdb1641873d371152233f31a3a92c7374b340ba527858b9d2b50bd1234cdb54','[{"name":"C6.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}]','[{"c":"a9732b3cd2ceb1ae4558deea35d16f3cd446ab85071ed4407dacd15eeb8a08df"}]','','2026-10-30T18:00:00+00:00');
CREATE TABLE carrier_item (
	carrier TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	delivery TEXT, 
	document TEXT, 
	destination TEXT, 
	destination_c TEXT, 
	CONSTRAINT pk_carrier_item PRIMARY KEY (carrier, position)
);
INSERT INTO "carrier_item" VALUES('C1',0,'D3dc51969edfbe6e86811','cfdi:AAA',NULL,'c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d');
INSERT INTO "carrier_item" VALUES('C2',0,'D0a810802bb07a9ce4b70','cfdi:BBB',NULL,'c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d');
INSERT INTO "carrier_item" VALUES('C3',0,'Df8fc998ec0edd8762a55','cfdi:CCC',NULL,'c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d');
INSERT INTO "carrier_item" VALUES('C4',0,'Db007b31313916210ddf0','cfdi:DDD',NULL,'c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d');
INSERT INTO "carrier_item" VALUES('C5',0,'Dfb680ecc2c9975820451','cfdi:EEE',NULL,'c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d');
INSERT INTO "carrier_item" VALUES('C6',0,'D46c396f3dca6c388f150','cfdi:FFF',NULL,'c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d');
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
INSERT INTO "certificate" VALUES('00123','abababababababababababababababababababababababababababababababab',42,'00123.cer','30001000000500003416','2023-05-18','2027-05-18','e7fe1fed92d36af31ad4f0fc9ab911ff655f71b02dda94984d5ad490061cd580','2026-10-30T18:00:35.000005+00:00');
CREATE TABLE client_change (
	edit TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	clave TEXT, 
	"column" TEXT, 
	before_c TEXT, 
	after_c TEXT, 
	CONSTRAINT pk_client_change PRIMARY KEY (edit, position)
);
INSERT INTO "client_change" VALUES('E1',0,'00123','EMAILPRED','f9a180c7ba134ab7502d57d8a5c74fdf9752abd976b71cae141cdbe3d6b6c428','a395fadfcbfae922e873621953f2b6e9b6b851bf7dc04bfb6f6a82d950994e96');
INSERT INTO "client_change" VALUES('E1',1,'00123','EMAILPRED','f9a180c7ba134ab7502d57d8a5c74fdf9752abd976b71cae141cdbe3d6b6c428','a395fadfcbfae922e873621953f2b6e9b6b851bf7dc04bfb6f6a82d950994e96');
INSERT INTO "client_change" VALUES('E2',0,'00123','EMAILPRED','f9a180c7ba134ab7502d57d8a5c74fdf9752abd976b71cae141cdbe3d6b6c428','a395fadfcbfae922e873621953f2b6e9b6b851bf7dc04bfb6f6a82d950994e96');
INSERT INTO "client_change" VALUES('E2',1,'00123','EMAILPRED','f9a180c7ba134ab7502d57d8a5c74fdf9752abd976b71cae141cdbe3d6b6c428','a395fadfcbfae922e873621953f2b6e9b6b851bf7dc04bfb6f6a82d950994e96');
INSERT INTO "client_change" VALUES('E3',0,'00123','EMAILPRED','f9a180c7ba134ab7502d57d8a5c74fdf9752abd976b71cae141cdbe3d6b6c428','a395fadfcbfae922e873621953f2b6e9b6b851bf7dc04bfb6f6a82d950994e96');
INSERT INTO "client_change" VALUES('E3',1,'00123','EMAILPRED','f9a180c7ba134ab7502d57d8a5c74fdf9752abd976b71cae141cdbe3d6b6c428','a395fadfcbfae922e873621953f2b6e9b6b851bf7dc04bfb6f6a82d950994e96');
INSERT INTO "client_change" VALUES('outside:37',0,'00123','EMAILPRED','f9a180c7ba134ab7502d57d8a5c74fdf9752abd976b71cae141cdbe3d6b6c428','a395fadfcbfae922e873621953f2b6e9b6b851bf7dc04bfb6f6a82d950994e96');
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
INSERT INTO "delivery" VALUES('D3dc51969edfbe6e86811',3,'','cfdi:AAA',NULL,NULL,'mail',NULL,'c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d',1,'00123','P1',NULL,'bounced','C1','R1','R1','abababababababababababababababababababababababababababababababab','{"accounts":[{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"}],"means":null,"prints":false}',NULL,'[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}]',NULL,NULL,NULL,NULL,NULL,'2026-10-30T18:00:02.000005+00:00','2026-10-30T18:00:09.000005+00:00','2026-10-30T18:00:22.000005+00:00','{"host":"mx.example"}','9e122912fa0fefdb3d40e01a966631acf0e185b37217e98d5042e9912677dee9',550,'2.0.0','mx.example','q1','dot');
INSERT INTO "delivery" VALUES('D0a810802bb07a9ce4b70',4,'','cfdi:BBB',NULL,NULL,'mail',NULL,'c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d',1,'00123','P1',NULL,'refused','C2','R1','R1','abababababababababababababababababababababababababababababababab','{"accounts":[{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"}],"means":null,"prints":false}',NULL,'[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}]',NULL,'Dafbc1f5b0d31e1e982c9',NULL,'resend','resend','2026-10-30T18:00:02.000005+00:00','2026-10-30T18:00:11.000005+00:00','2026-10-30T18:00:12.000005+00:00','{"host":"mx.example"}','839cb101e4a8dbcf5d03362bcd0c299e0562b43c803e89846990417c0d463c7e',NULL,'2.0.0','mx.example','q1','dot');
INSERT INTO "delivery" VALUES('Df8fc998ec0edd8762a55',5,'','cfdi:CCC',NULL,NULL,'mail',NULL,'c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d',1,'00123','P1',NULL,'planned',NULL,'R1',NULL,'abababababababababababababababababababababababababababababababab','{"accounts":[{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"}],"means":null,"prints":false}',NULL,'[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}]',NULL,NULL,1,NULL,NULL,'2026-10-30T18:00:02.000005+00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "delivery" VALUES('Db007b31313916210ddf0',6,'','cfdi:DDD',NULL,NULL,'mail',NULL,'c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d',1,'00123','P1',NULL,'cancelled','C4','R1',NULL,'abababababababababababababababababababababababababababababababab','{"accounts":[{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"}],"means":null,"prints":false}',NULL,'[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}]',NULL,NULL,NULL,'rejected',NULL,'2026-10-30T18:00:02.000005+00:00',NULL,'2026-10-30T18:00:18.000005+00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "delivery" VALUES('Dfb680ecc2c9975820451',7,'','cfdi:EEE',NULL,NULL,'mail',NULL,'c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d',1,'00123','P1',NULL,'exported','C5','R1',NULL,'abababababababababababababababababababababababababababababababab','{"accounts":[{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"}],"means":null,"prints":false}',NULL,'[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}]',NULL,NULL,NULL,NULL,NULL,'2026-10-30T18:00:02.000005+00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "delivery" VALUES('D46c396f3dca6c388f150',8,'','cfdi:FFF',NULL,NULL,'mail',NULL,'c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d',1,'00123','P1',NULL,'cancelled','C6','R1',NULL,'abababababababababababababababababababababababababababababababab','{"accounts":[{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"}],"means":null,"prints":false}',NULL,'[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}]',NULL,NULL,NULL,'cancelled',NULL,'2026-10-30T18:00:02.000005+00:00',NULL,'2026-10-30T18:00:21.000005+00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "delivery" VALUES('Dafbc1f5b0d31e1e982c9',22,'','cfdi:BBB',NULL,NULL,'mail',NULL,'c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d',2,'00123','P1',NULL,'planned',NULL,NULL,NULL,'abababababababababababababababababababababababababababababababab','{"accounts":[{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"}],"means":null,"prints":false}',NULL,'[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}]',NULL,NULL,NULL,NULL,NULL,'2026-10-30T18:00:14.000005+00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO "edit" VALUES('E1',32,'2026-10-30T18:00:24.000005+00:00','Ana','clients.xlsx','abababababababababababababababababababababababababababababababab','cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd','7c5039612bac4d9f1cb0b03086e302f8352d4926e82924fd92df7fc3bb1f07f3','emitlib','applied',NULL);
INSERT INTO "edit" VALUES('E3',34,'2026-10-30T18:00:26.000005+00:00','Ana','clients.xlsx','abababababababababababababababababababababababababababababababab','cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd','7c5039612bac4d9f1cb0b03086e302f8352d4926e82924fd92df7fc3bb1f07f3','emitlib','intended',NULL);
INSERT INTO "edit" VALUES('outside:37',37,'2026-10-30T18:00:29.000005+00:00','Ana','clients.xlsx','abababababababababababababababababababababababababababababababab','cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd',NULL,'outside','applied',NULL);
INSERT INTO "edit" VALUES('E2',33,'2026-10-30T18:00:25.000005+00:00','Ana','clients.xlsx','abababababababababababababababababababababababababababababababab','cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd','7c5039612bac4d9f1cb0b03086e302f8352d4926e82924fd92df7fc3bb1f07f3','emitlib','abandoned','open in Excel');
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
INSERT INTO "event" VALUES(1,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:01.000005+00:00','genesis',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:01.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{},"delivery":null,"host":"pc-1","kind":"genesis","run":null,"seq":1,"v":1}','0000000000000000000000000000000000000000000000000000000000000000','f9a2d6b9500a9f8725eae059432737851a2c0fddf7342eccb34936ad7a1c585b');
INSERT INTO "event" VALUES(2,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:02.000005+00:00','plan_made',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"deliveries":[{"channel":"mail","delivery":"D3dc51969edfbe6e86811"},{"channel":"mail","delivery":"D0a810802bb07a9ce4b70"},{"channel":"mail","delivery":"Df8fc998ec0edd8762a55"},{"channel":"mail","delivery":"Db007b31313916210ddf0"},{"channel":"mail","delivery":"Dfb680ecc2c9975820451"},{"channel":"mail","delivery":"D46c396f3dca6c388f150"}],"documents":[{"client":"00123","code":null,"document":"cfdi:AAA","verdict":"planned"},{"client":"00123","code":null,"document":"cfdi:BBB","verdict":"planned"},{"client":"00123","code":null,"document":"cfdi:CCC","verdict":"planned"},{"client":"00123","code":null,"document":"cfdi:DDD","verdict":"planned"},{"client":"00123","code":null,"document":"cfdi:EEE","verdict":"planned"},{"client":"00123","code":null,"document":"cfdi:FFF","verdict":"planned"},{"client":null,"code":"DUPLICATE","document":"file:abababababababababababababababababababababababababababababababab","verdict":"excluded"},{"client":null,"code":"NO_CLIENT","document":"file:abababababababababababababababababababababababababababababababab","verdict":"blocked"}],"found":8,"hash":"abababababababababababababababababababababababababababababababab","period":"2026-10","plan":"P1"},"delivery":null,"host":"pc-1","kind":"plan_made","run":null,"seq":2,"v":1}','f9a2d6b9500a9f8725eae059432737851a2c0fddf7342eccb34936ad7a1c585b','05ccfd6fcb2d3f138b604b9d89d1d65c927f98b0b9b59cd64f57384490410f9f');
INSERT INTO "event" VALUES(3,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:02.000005+00:00','planned',NULL,'D3dc51969edfbe6e86811',NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"channel":"mail","client":"00123","destination":{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"},"document":"cfdi:AAA","files":[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}],"fingerprint":"abababababababababababababababababababababababababababababababab","generation":1,"namespace":"","plan":"P1","replaces":null,"rule":{"accounts":[{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"}],"means":null,"prints":false}},"delivery":"D3dc51969edfbe6e86811","host":"pc-1","kind":"planned","run":null,"seq":3,"v":1}','05ccfd6fcb2d3f138b604b9d89d1d65c927f98b0b9b59cd64f57384490410f9f','cda2373639a249f776f53b5099ad340b0115c04fecf5e36f962d18f98f64786e');
INSERT INTO "event" VALUES(4,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:02.000005+00:00','planned',NULL,'D0a810802bb07a9ce4b70',NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"channel":"mail","client":"00123","destination":{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"},"document":"cfdi:BBB","files":[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}],"fingerprint":"abababababababababababababababababababababababababababababababab","generation":1,"namespace":"","plan":"P1","replaces":null,"rule":{"accounts":[{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"}],"means":null,"prints":false}},"delivery":"D0a810802bb07a9ce4b70","host":"pc-1","kind":"planned","run":null,"seq":4,"v":1}','cda2373639a249f776f53b5099ad340b0115c04fecf5e36f962d18f98f64786e','c3a410cadc4b42437ff9a894f44626ed6ea56738463224898ad1274c0f6e74c6');
INSERT INTO "event" VALUES(5,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:02.000005+00:00','planned',NULL,'Df8fc998ec0edd8762a55',NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"channel":"mail","client":"00123","destination":{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"},"document":"cfdi:CCC","files":[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}],"fingerprint":"abababababababababababababababababababababababababababababababab","generation":1,"namespace":"","plan":"P1","replaces":null,"rule":{"accounts":[{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"}],"means":null,"prints":false}},"delivery":"Df8fc998ec0edd8762a55","host":"pc-1","kind":"planned","run":null,"seq":5,"v":1}','c3a410cadc4b42437ff9a894f44626ed6ea56738463224898ad1274c0f6e74c6','681305b43461ed0fde2afccd993384f9c1257cdaccc41442fc680f686f750dfc');
INSERT INTO "event" VALUES(6,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:02.000005+00:00','planned',NULL,'Db007b31313916210ddf0',NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"channel":"mail","client":"00123","destination":{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"},"document":"cfdi:DDD","files":[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}],"fingerprint":"abababababababababababababababababababababababababababababababab","generation":1,"namespace":"","plan":"P1","replaces":null,"rule":{"accounts":[{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"}],"means":null,"prints":false}},"delivery":"Db007b31313916210ddf0","host":"pc-1","kind":"planned","run":null,"seq":6,"v":1}','681305b43461ed0fde2afccd993384f9c1257cdaccc41442fc680f686f750dfc','8fe580442f5a43b8d8ef42045b8a2630bf3f1bdb809928c70d486698f934061b');
INSERT INTO "event" VALUES(7,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:02.000005+00:00','planned',NULL,'Dfb680ecc2c9975820451',NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"channel":"mail","client":"00123","destination":{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"},"document":"cfdi:EEE","files":[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}],"fingerprint":"abababababababababababababababababababababababababababababababab","generation":1,"namespace":"","plan":"P1","replaces":null,"rule":{"accounts":[{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"}],"means":null,"prints":false}},"delivery":"Dfb680ecc2c9975820451","host":"pc-1","kind":"planned","run":null,"seq":7,"v":1}','8fe580442f5a43b8d8ef42045b8a2630bf3f1bdb809928c70d486698f934061b','750a299c5ef53b5ca24eeee02a53fcce38dfe9a3dd5eb97a1e280b6427e7dd6b');
INSERT INTO "event" VALUES(8,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:02.000005+00:00','planned',NULL,'D46c396f3dca6c388f150',NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"channel":"mail","client":"00123","destination":{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"},"document":"cfdi:FFF","files":[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}],"fingerprint":"abababababababababababababababababababababababababababababababab","generation":1,"namespace":"","plan":"P1","replaces":null,"rule":{"accounts":[{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"}],"means":null,"prints":false}},"delivery":"D46c396f3dca6c388f150","host":"pc-1","kind":"planned","run":null,"seq":8,"v":1}','750a299c5ef53b5ca24eeee02a53fcce38dfe9a3dd5eb97a1e280b6427e7dd6b','011a04d96fda00b850e11c3243a55307c758b601a04566cb9e87a6d1d923f832');
INSERT INTO "event" VALUES(9,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:02.000005+00:00','run_started','R1',NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:02.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"channel":"mail","deliveries":["D3dc51969edfbe6e86811","D0a810802bb07a9ce4b70","Df8fc998ec0edd8762a55","Db007b31313916210ddf0","Dfb680ecc2c9975820451","D46c396f3dca6c388f150"],"plan":"P1","rehearsal":false},"delivery":null,"host":"pc-1","kind":"run_started","run":"R1","seq":9,"v":1}','011a04d96fda00b850e11c3243a55307c758b601a04566cb9e87a6d1d923f832','c1eced789942913fc31a7e31515013d49001b4dac215e06897c0bad29be0dfee');
INSERT INTO "event" VALUES(10,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:03.000005+00:00','frozen','R1',NULL,'C1','{"account":"ana","at":"2026-10-30T18:00:03.000005+00:00","by":"Ana","carrier":"C1","chain":"1954c9084944a940c83bd085b401cdc4","data":{"channel":"mail","client":"00123","copies":[{"c":"a9732b3cd2ceb1ae4558deea35d16f3cd446ab85071ed4407dacd15eeb8a08df"}],"files":[{"name":"C1.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}],"items":[{"delivery":"D3dc51969edfbe6e86811","destination":{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"},"document":"cfdi:AAA"}],"made_at":"2026-10-30T18:00:00+00:00","message_id":"<C1@example.mx>","subject":{"c":"5fdb1641873d371152233f31a3a92c7374b340ba527858b9d2b50bd1234cdb54"},"target":""},"delivery":null,"host":"pc-1","kind":"frozen","run":"R1","seq":10,"v":1}','c1eced789942913fc31a7e31515013d49001b4dac215e06897c0bad29be0dfee','4dadeffac8b7d914c6d00bd352e149de7cba622094b5acfd3b496485da25af3a');
INSERT INTO "event" VALUES(11,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:04.000005+00:00','frozen','R1',NULL,'C2','{"account":"ana","at":"2026-10-30T18:00:04.000005+00:00","by":"Ana","carrier":"C2","chain":"1954c9084944a940c83bd085b401cdc4","data":{"channel":"mail","client":"00123","copies":[{"c":"a9732b3cd2ceb1ae4558deea35d16f3cd446ab85071ed4407dacd15eeb8a08df"}],"files":[{"name":"C2.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}],"items":[{"delivery":"D0a810802bb07a9ce4b70","destination":{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"},"document":"cfdi:BBB"}],"made_at":"2026-10-30T18:00:00+00:00","message_id":"<C2@example.mx>","subject":{"c":"5fdb1641873d371152233f31a3a92c7374b340ba527858b9d2b50bd1234cdb54"},"target":""},"delivery":null,"host":"pc-1","kind":"frozen","run":"R1","seq":11,"v":1}','4dadeffac8b7d914c6d00bd352e149de7cba622094b5acfd3b496485da25af3a','dc2098a282cae9352d5b2f02391a7b18c83d3bfd561fc4f180bc5785b2183d5a');
INSERT INTO "event" VALUES(12,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:05.000005+00:00','frozen','R1',NULL,'C3','{"account":"ana","at":"2026-10-30T18:00:05.000005+00:00","by":"Ana","carrier":"C3","chain":"1954c9084944a940c83bd085b401cdc4","data":{"channel":"mail","client":"00123","copies":[{"c":"a9732b3cd2ceb1ae4558deea35d16f3cd446ab85071ed4407dacd15eeb8a08df"}],"files":[{"name":"C3.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}],"items":[{"delivery":"Df8fc998ec0edd8762a55","destination":{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"},"document":"cfdi:CCC"}],"made_at":"2026-10-30T18:00:00+00:00","message_id":"<C3@example.mx>","subject":{"c":"5fdb1641873d371152233f31a3a92c7374b340ba527858b9d2b50bd1234cdb54"},"target":""},"delivery":null,"host":"pc-1","kind":"frozen","run":"R1","seq":12,"v":1}','dc2098a282cae9352d5b2f02391a7b18c83d3bfd561fc4f180bc5785b2183d5a','1d6c918b8cf8f9fac45a309011aa5a3b664dfa4ad5fe0c2f4d90144864115e21');
INSERT INTO "event" VALUES(13,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:06.000005+00:00','frozen','R1',NULL,'C4','{"account":"ana","at":"2026-10-30T18:00:06.000005+00:00","by":"Ana","carrier":"C4","chain":"1954c9084944a940c83bd085b401cdc4","data":{"channel":"mail","client":"00123","copies":[{"c":"a9732b3cd2ceb1ae4558deea35d16f3cd446ab85071ed4407dacd15eeb8a08df"}],"files":[{"name":"C4.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}],"items":[{"delivery":"Db007b31313916210ddf0","destination":{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"},"document":"cfdi:DDD"}],"made_at":"2026-10-30T18:00:00+00:00","message_id":"<C4@example.mx>","subject":{"c":"5fdb1641873d371152233f31a3a92c7374b340ba527858b9d2b50bd1234cdb54"},"target":""},"delivery":null,"host":"pc-1","kind":"frozen","run":"R1","seq":13,"v":1}','1d6c918b8cf8f9fac45a309011aa5a3b664dfa4ad5fe0c2f4d90144864115e21','26037cd229563d5c69ad5bc3dc77c9675c18d2dacb406f0810191cad826efa5a');
INSERT INTO "event" VALUES(14,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:07.000005+00:00','frozen','R1',NULL,'C5','{"account":"ana","at":"2026-10-30T18:00:07.000005+00:00","by":"Ana","carrier":"C5","chain":"1954c9084944a940c83bd085b401cdc4","data":{"channel":"mail","client":"00123","copies":[{"c":"a9732b3cd2ceb1ae4558deea35d16f3cd446ab85071ed4407dacd15eeb8a08df"}],"files":[{"name":"C5.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}],"items":[{"delivery":"Dfb680ecc2c9975820451","destination":{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"},"document":"cfdi:EEE"}],"made_at":"2026-10-30T18:00:00+00:00","message_id":"<C5@example.mx>","subject":{"c":"5fdb1641873d371152233f31a3a92c7374b340ba527858b9d2b50bd1234cdb54"},"target":""},"delivery":null,"host":"pc-1","kind":"frozen","run":"R1","seq":14,"v":1}','26037cd229563d5c69ad5bc3dc77c9675c18d2dacb406f0810191cad826efa5a','4c92c962edb30e7828a2e56c53f1ca2478cd6568008e10eac1a1fe13e9b24fe4');
INSERT INTO "event" VALUES(15,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:08.000005+00:00','frozen','R1',NULL,'C6','{"account":"ana","at":"2026-10-30T18:00:08.000005+00:00","by":"Ana","carrier":"C6","chain":"1954c9084944a940c83bd085b401cdc4","data":{"channel":"mail","client":"00123","copies":[{"c":"a9732b3cd2ceb1ae4558deea35d16f3cd446ab85071ed4407dacd15eeb8a08df"}],"files":[{"name":"C6.eml","sha256":"abababababababababababababababababababababababababababababababab","size":42}],"items":[{"delivery":"D46c396f3dca6c388f150","destination":{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"},"document":"cfdi:FFF"}],"made_at":"2026-10-30T18:00:00+00:00","message_id":"<C6@example.mx>","subject":{"c":"5fdb1641873d371152233f31a3a92c7374b340ba527858b9d2b50bd1234cdb54"},"target":""},"delivery":null,"host":"pc-1","kind":"frozen","run":"R1","seq":15,"v":1}','4c92c962edb30e7828a2e56c53f1ca2478cd6568008e10eac1a1fe13e9b24fe4','e3961332b1016b0771cda55fda393396de47ce7f1bf818bd02cae625abd83130');
INSERT INTO "event" VALUES(16,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:09.000005+00:00','begun','R1',NULL,'C1','{"account":"ana","at":"2026-10-30T18:00:09.000005+00:00","by":"Ana","carrier":"C1","chain":"1954c9084944a940c83bd085b401cdc4","data":{"deliveries":["D3dc51969edfbe6e86811"],"evidence":{"host":"mx.example"}},"delivery":null,"host":"pc-1","kind":"begun","run":"R1","seq":16,"v":1}','e3961332b1016b0771cda55fda393396de47ce7f1bf818bd02cae625abd83130','8106f90d1101eaf89a413514041a6777542ce3188647703082a73981b9e0cdbb');
INSERT INTO "event" VALUES(17,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:10.000005+00:00','accepted','R1','D3dc51969edfbe6e86811',NULL,'{"account":"ana","at":"2026-10-30T18:00:10.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"code":250,"enhanced":"2.0.0","host":"mx.example","phase":"dot","queue_id":"q1","reply":{"c":"4dba626eb14755a14382f4f12c106ddfe59524ddc5af8c55c78f38af19c1e4a9"}},"delivery":"D3dc51969edfbe6e86811","host":"pc-1","kind":"accepted","run":"R1","seq":17,"v":1}','8106f90d1101eaf89a413514041a6777542ce3188647703082a73981b9e0cdbb','1c9ac64b6a1c10fa78cd5c136a80ebec8d812e70c2aa77afec4de363290a895b');
INSERT INTO "event" VALUES(18,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:11.000005+00:00','begun','R1',NULL,'C2','{"account":"ana","at":"2026-10-30T18:00:11.000005+00:00","by":"Ana","carrier":"C2","chain":"1954c9084944a940c83bd085b401cdc4","data":{"deliveries":["D0a810802bb07a9ce4b70"],"evidence":{"host":"mx.example"}},"delivery":null,"host":"pc-1","kind":"begun","run":"R1","seq":18,"v":1}','1c9ac64b6a1c10fa78cd5c136a80ebec8d812e70c2aa77afec4de363290a895b','387cd7a71dde3d11878517d1df350c1e31b7c929ba92776bbecedd84b465e508');
INSERT INTO "event" VALUES(19,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:11.000005+00:00','unknown','R1','D0a810802bb07a9ce4b70',NULL,'{"account":"ana","at":"2026-10-30T18:00:11.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"code":null,"enhanced":"2.0.0","host":"mx.example","phase":"dot","queue_id":"q1","reply":{"c":"839cb101e4a8dbcf5d03362bcd0c299e0562b43c803e89846990417c0d463c7e"}},"delivery":"D0a810802bb07a9ce4b70","host":"pc-1","kind":"unknown","run":"R1","seq":19,"v":1}','387cd7a71dde3d11878517d1df350c1e31b7c929ba92776bbecedd84b465e508','913898d913737dea9cfe6325e4b83b22257cc2ae09565396b5bd16cbdb8a0948');
INSERT INTO "event" VALUES(20,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:12.000005+00:00','resolved',NULL,'D0a810802bb07a9ce4b70',NULL,'{"account":"ana","at":"2026-10-30T18:00:12.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"answer":"resend","reason":"asked"},"delivery":"D0a810802bb07a9ce4b70","host":"pc-1","kind":"resolved","run":null,"seq":20,"v":1}','913898d913737dea9cfe6325e4b83b22257cc2ae09565396b5bd16cbdb8a0948','419e5d426ae157c9619ef700acdac33c5f187e0ea5206b616896f865692edb44');
INSERT INTO "event" VALUES(21,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:13.000005+00:00','resend_requested',NULL,'D0a810802bb07a9ce4b70',NULL,'{"account":"ana","at":"2026-10-30T18:00:13.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"next":"Dafbc1f5b0d31e1e982c9","reason":"asked"},"delivery":"D0a810802bb07a9ce4b70","host":"pc-1","kind":"resend_requested","run":null,"seq":21,"v":1}','419e5d426ae157c9619ef700acdac33c5f187e0ea5206b616896f865692edb44','299355cd3fff6d1d0ade82068be5907fe2a0db176240ac4eb170cd859941ff53');
INSERT INTO "event" VALUES(22,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:14.000005+00:00','planned',NULL,'Dafbc1f5b0d31e1e982c9',NULL,'{"account":"ana","at":"2026-10-30T18:00:14.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"channel":"mail","client":"00123","destination":{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"},"document":"cfdi:BBB","files":[{"name":"a.xml","sha256":"abababababababababababababababababababababababababababababababab"}],"fingerprint":"abababababababababababababababababababababababababababababababab","generation":2,"namespace":"","plan":"P1","replaces":null,"rule":{"accounts":[{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"}],"means":null,"prints":false}},"delivery":"Dafbc1f5b0d31e1e982c9","host":"pc-1","kind":"planned","run":null,"seq":22,"v":1}','299355cd3fff6d1d0ade82068be5907fe2a0db176240ac4eb170cd859941ff53','e14a8c2e4af2523abd22408cc005180f7555601c0a0db7fd178763c12bf97099');
INSERT INTO "event" VALUES(23,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:15.000005+00:00','held','R1',NULL,'C3','{"account":"ana","at":"2026-10-30T18:00:15.000005+00:00","by":"Ana","carrier":"C3","chain":"1954c9084944a940c83bd085b401cdc4","data":{"deliveries":["Df8fc998ec0edd8762a55"]},"delivery":null,"host":"pc-1","kind":"held","run":"R1","seq":23,"v":1}','e14a8c2e4af2523abd22408cc005180f7555601c0a0db7fd178763c12bf97099','dd2002c6d8e82e5548da650d331d8cbdd1bce1a7a3e2033ddf50bc1d1fc9ab32');
INSERT INTO "event" VALUES(24,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:16.000005+00:00','released','R1',NULL,'C3','{"account":"ana","at":"2026-10-30T18:00:16.000005+00:00","by":"Ana","carrier":"C3","chain":"1954c9084944a940c83bd085b401cdc4","data":{"deliveries":["Df8fc998ec0edd8762a55"]},"delivery":null,"host":"pc-1","kind":"released","run":"R1","seq":24,"v":1}','dd2002c6d8e82e5548da650d331d8cbdd1bce1a7a3e2033ddf50bc1d1fc9ab32','cad1fdd5d2a5a9c5dd965fd40de3781dfd1551267b7e51b64608ce5194880ab4');
INSERT INTO "event" VALUES(25,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:17.000005+00:00','held','R1',NULL,'C4','{"account":"ana","at":"2026-10-30T18:00:17.000005+00:00","by":"Ana","carrier":"C4","chain":"1954c9084944a940c83bd085b401cdc4","data":{"deliveries":["Db007b31313916210ddf0"]},"delivery":null,"host":"pc-1","kind":"held","run":"R1","seq":25,"v":1}','cad1fdd5d2a5a9c5dd965fd40de3781dfd1551267b7e51b64608ce5194880ab4','7b5618f5f27a34d44dabeff1cc2ba881d201b7c6df6b87b0a48126fa8dadefd2');
INSERT INTO "event" VALUES(26,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:18.000005+00:00','rejected','R1',NULL,'C4','{"account":"ana","at":"2026-10-30T18:00:18.000005+00:00","by":"Ana","carrier":"C4","chain":"1954c9084944a940c83bd085b401cdc4","data":{"deliveries":["Db007b31313916210ddf0"],"reason":"typo"},"delivery":null,"host":"pc-1","kind":"rejected","run":"R1","seq":26,"v":1}','7b5618f5f27a34d44dabeff1cc2ba881d201b7c6df6b87b0a48126fa8dadefd2','80222fb755f1e89eb001b9cf0585dbd666e6780cba533501237301c8c850f632');
INSERT INTO "event" VALUES(27,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:19.000005+00:00','held','R1',NULL,'C5','{"account":"ana","at":"2026-10-30T18:00:19.000005+00:00","by":"Ana","carrier":"C5","chain":"1954c9084944a940c83bd085b401cdc4","data":{"deliveries":["Dfb680ecc2c9975820451"]},"delivery":null,"host":"pc-1","kind":"held","run":"R1","seq":27,"v":1}','80222fb755f1e89eb001b9cf0585dbd666e6780cba533501237301c8c850f632','ecfb2b4b98eeface009d1ecbe1bfb8969eaaab96e8c3d9733f6efe8b7eb8cb3d');
INSERT INTO "event" VALUES(28,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:20.000005+00:00','exported','R1',NULL,'C5','{"account":"ana","at":"2026-10-30T18:00:20.000005+00:00","by":"Ana","carrier":"C5","chain":"1954c9084944a940c83bd085b401cdc4","data":{"deliveries":["Dfb680ecc2c9975820451"]},"delivery":null,"host":"pc-1","kind":"exported","run":"R1","seq":28,"v":1}','ecfb2b4b98eeface009d1ecbe1bfb8969eaaab96e8c3d9733f6efe8b7eb8cb3d','ac35913f8cfc7ecc85ca14ee6f7a09c22697e63d488c90c63c6df15e19fec299');
INSERT INTO "event" VALUES(29,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:21.000005+00:00','cancelled','R1',NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:21.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"deliveries":["D46c396f3dca6c388f150"],"reason":"stop"},"delivery":null,"host":"pc-1","kind":"cancelled","run":"R1","seq":29,"v":1}','ac35913f8cfc7ecc85ca14ee6f7a09c22697e63d488c90c63c6df15e19fec299','28e0597398212520b71149c27bdbf121c64d3b32f885a003f401515793eddde5');
INSERT INTO "event" VALUES(30,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:22.000005+00:00','bounced','R1','D3dc51969edfbe6e86811',NULL,'{"account":"ana","at":"2026-10-30T18:00:22.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"code":550,"enhanced":"2.0.0","host":"mx.example","phase":"dot","queue_id":"q1","reply":{"c":"9e122912fa0fefdb3d40e01a966631acf0e185b37217e98d5042e9912677dee9"}},"delivery":"D3dc51969edfbe6e86811","host":"pc-1","kind":"bounced","run":"R1","seq":30,"v":1}','28e0597398212520b71149c27bdbf121c64d3b32f885a003f401515793eddde5','b0847aabaecf5cf5d73817676ff24899e52e6325cd6d188698194cd6c4926e5c');
INSERT INTO "event" VALUES(31,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:23.000005+00:00','run_ended','R1',NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:23.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"reason":"asked","state":"stopped"},"delivery":null,"host":"pc-1","kind":"run_ended","run":"R1","seq":31,"v":1}','b0847aabaecf5cf5d73817676ff24899e52e6325cd6d188698194cd6c4926e5c','d80d6679b07b015de25c47272e3af3bc69f316ebb7bd5ad9ff0a2bf5917d49fa');
INSERT INTO "event" VALUES(32,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:24.000005+00:00','edit_intended',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:24.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"after_sha256":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","before_sha256":"abababababababababababababababababababababababababababababababab","changes":[{"after":{"c":"a395fadfcbfae922e873621953f2b6e9b6b851bf7dc04bfb6f6a82d950994e96"},"before":{"c":"f9a180c7ba134ab7502d57d8a5c74fdf9752abd976b71cae141cdbe3d6b6c428"},"clave":"00123","column":"EMAILPRED"},{"after":{"c":"a395fadfcbfae922e873621953f2b6e9b6b851bf7dc04bfb6f6a82d950994e96"},"before":{"c":"f9a180c7ba134ab7502d57d8a5c74fdf9752abd976b71cae141cdbe3d6b6c428"},"clave":"00123","column":"EMAILPRED"}],"edit":"E1","reason":{"c":"7c5039612bac4d9f1cb0b03086e302f8352d4926e82924fd92df7fc3bb1f07f3"},"workbook":"clients.xlsx"},"delivery":null,"host":"pc-1","kind":"edit_intended","run":null,"seq":32,"v":1}','d80d6679b07b015de25c47272e3af3bc69f316ebb7bd5ad9ff0a2bf5917d49fa','13c9ab8760c2ca62b4a33bf814d7c8b815ddb08d6d39e648751f84e6956c1187');
INSERT INTO "event" VALUES(33,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:25.000005+00:00','edit_intended',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:25.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"after_sha256":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","before_sha256":"abababababababababababababababababababababababababababababababab","changes":[{"after":{"c":"a395fadfcbfae922e873621953f2b6e9b6b851bf7dc04bfb6f6a82d950994e96"},"before":{"c":"f9a180c7ba134ab7502d57d8a5c74fdf9752abd976b71cae141cdbe3d6b6c428"},"clave":"00123","column":"EMAILPRED"},{"after":{"c":"a395fadfcbfae922e873621953f2b6e9b6b851bf7dc04bfb6f6a82d950994e96"},"before":{"c":"f9a180c7ba134ab7502d57d8a5c74fdf9752abd976b71cae141cdbe3d6b6c428"},"clave":"00123","column":"EMAILPRED"}],"edit":"E2","reason":{"c":"7c5039612bac4d9f1cb0b03086e302f8352d4926e82924fd92df7fc3bb1f07f3"},"workbook":"clients.xlsx"},"delivery":null,"host":"pc-1","kind":"edit_intended","run":null,"seq":33,"v":1}','13c9ab8760c2ca62b4a33bf814d7c8b815ddb08d6d39e648751f84e6956c1187','3361d5530216a3cec9734bd139541fba0e7629e5717388bceaa83c64ea249d02');
INSERT INTO "event" VALUES(34,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:26.000005+00:00','edit_intended',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:26.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"after_sha256":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","before_sha256":"abababababababababababababababababababababababababababababababab","changes":[{"after":{"c":"a395fadfcbfae922e873621953f2b6e9b6b851bf7dc04bfb6f6a82d950994e96"},"before":{"c":"f9a180c7ba134ab7502d57d8a5c74fdf9752abd976b71cae141cdbe3d6b6c428"},"clave":"00123","column":"EMAILPRED"},{"after":{"c":"a395fadfcbfae922e873621953f2b6e9b6b851bf7dc04bfb6f6a82d950994e96"},"before":{"c":"f9a180c7ba134ab7502d57d8a5c74fdf9752abd976b71cae141cdbe3d6b6c428"},"clave":"00123","column":"EMAILPRED"}],"edit":"E3","reason":{"c":"7c5039612bac4d9f1cb0b03086e302f8352d4926e82924fd92df7fc3bb1f07f3"},"workbook":"clients.xlsx"},"delivery":null,"host":"pc-1","kind":"edit_intended","run":null,"seq":34,"v":1}','3361d5530216a3cec9734bd139541fba0e7629e5717388bceaa83c64ea249d02','60fec7b100be36898877de41d27895bfebdff6662e0e36c5d4d3ccdb520f5c2d');
INSERT INTO "event" VALUES(35,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:27.000005+00:00','edit_applied',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:27.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"edit":"E1"},"delivery":null,"host":"pc-1","kind":"edit_applied","run":null,"seq":35,"v":1}','60fec7b100be36898877de41d27895bfebdff6662e0e36c5d4d3ccdb520f5c2d','0d3b2c6f423c8ea31050039ab3042b89a9cb6e3de3b85f726b5fd415efec2752');
INSERT INTO "event" VALUES(36,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:28.000005+00:00','edit_abandoned',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:28.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"edit":"E2","why":"open in Excel"},"delivery":null,"host":"pc-1","kind":"edit_abandoned","run":null,"seq":36,"v":1}','0d3b2c6f423c8ea31050039ab3042b89a9cb6e3de3b85f726b5fd415efec2752','c7869bc39d13afe5a195913943e5ad0f8236f86a4f2d14358387122a39e43c19');
INSERT INTO "event" VALUES(37,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:29.000005+00:00','changed_outside',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:29.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"after_sha256":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","before_sha256":"abababababababababababababababababababababababababababababababab","changes":[{"after":{"c":"a395fadfcbfae922e873621953f2b6e9b6b851bf7dc04bfb6f6a82d950994e96"},"before":{"c":"f9a180c7ba134ab7502d57d8a5c74fdf9752abd976b71cae141cdbe3d6b6c428"},"clave":"00123","column":"EMAILPRED"}],"workbook":"clients.xlsx"},"delivery":null,"host":"pc-1","kind":"changed_outside","run":null,"seq":37,"v":1}','c7869bc39d13afe5a195913943e5ad0f8236f86a4f2d14358387122a39e43c19','2d6e97a5e478319fb5de0625a00f0e0bc8822e342a9503d9bba305392aaf3bcb');
INSERT INTO "event" VALUES(38,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:30.000005+00:00','master_seen',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:30.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"rules":{"00123":{"EMAILPRED":{"c":"a395fadfcbfae922e873621953f2b6e9b6b851bf7dc04bfb6f6a82d950994e96"}}},"sha256":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","workbook":"clients.xlsx"},"delivery":null,"host":"pc-1","kind":"master_seen","run":null,"seq":38,"v":1}','2d6e97a5e478319fb5de0625a00f0e0bc8822e342a9503d9bba305392aaf3bcb','6d5009a6ddef9851e445723fce07c9c0bf37d3f922c8c8a2cae3b2b3687fa4af');
INSERT INTO "event" VALUES(39,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:31.000005+00:00','assigned',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:31.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"client":"00123","remember":true,"uuid":"AAA"},"delivery":null,"host":"pc-1","kind":"assigned","run":null,"seq":39,"v":1}','6d5009a6ddef9851e445723fce07c9c0bf37d3f922c8c8a2cae3b2b3687fa4af','e2db3a1abdab04d8739d77c5e6af4e3503cfa20c87768ff47896095482f747dd');
INSERT INTO "event" VALUES(40,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:32.000005+00:00','assigned',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:32.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"client":"7","remember":false,"uuid":"BBB"},"delivery":null,"host":"pc-1","kind":"assigned","run":null,"seq":40,"v":1}','e2db3a1abdab04d8739d77c5e6af4e3503cfa20c87768ff47896095482f747dd','3a599a0cfefaa8c6ffbbcb8477c976d058c50bbd60be52447fee176d3ec40cb6');
INSERT INTO "event" VALUES(41,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:33.000005+00:00','unassigned',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:33.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"uuid":"BBB"},"delivery":null,"host":"pc-1","kind":"unassigned","run":null,"seq":41,"v":1}','3a599a0cfefaa8c6ffbbcb8477c976d058c50bbd60be52447fee176d3ec40cb6','3a0c8e716ccac35c94223fc628e7ed23632817051e42443edfa14d0dfd993ffe');
INSERT INTO "event" VALUES(42,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:34.000005+00:00','certificate_added',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:34.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"client":"00123","file":"00123.cer","not_after":"2027-05-18","not_before":"2023-05-18","rfc":{"c":"e7fe1fed92d36af31ad4f0fc9ab911ff655f71b02dda94984d5ad490061cd580"},"serial":"30001000000500003416","sha256":"abababababababababababababababababababababababababababababababab"},"delivery":null,"host":"pc-1","kind":"certificate_added","run":null,"seq":42,"v":1}','3a0c8e716ccac35c94223fc628e7ed23632817051e42443edfa14d0dfd993ffe','e2d8f32760ee17cc22c27ba4077a916d8d98bfadd1ce3153d6d19e62f852bae9');
INSERT INTO "event" VALUES(43,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:35.000005+00:00','certificate_proved',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:35.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"client":"00123","sha256":"abababababababababababababababababababababababababababababababab","test":"T1"},"delivery":null,"host":"pc-1","kind":"certificate_proved","run":null,"seq":43,"v":1}','e2d8f32760ee17cc22c27ba4077a916d8d98bfadd1ce3153d6d19e62f852bae9','a5f71501c498b32c9f8c5df6230d145e2f5a1134956f18510f3122d91e13fbe0');
INSERT INTO "event" VALUES(44,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:36.000005+00:00','service_sent',NULL,NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:36.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"address":{"c":"c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d"},"purpose":"canary"},"delivery":null,"host":"pc-1","kind":"service_sent","run":null,"seq":44,"v":1}','a5f71501c498b32c9f8c5df6230d145e2f5a1134956f18510f3122d91e13fbe0','1e2a71e079e01092b7635355272f16281265fb2d371ee245badd5e577b5d6880');
INSERT INTO "event" VALUES(45,'1954c9084944a940c83bd085b401cdc4','2026-10-30T18:00:37.000005+00:00','sealed','R1',NULL,NULL,'{"account":"ana","at":"2026-10-30T18:00:37.000005+00:00","by":"Ana","carrier":null,"chain":"1954c9084944a940c83bd085b401cdc4","data":{"count":44,"head":"1e2a71e079e01092b7635355272f16281265fb2d371ee245badd5e577b5d6880","run":"R1","signature":"","signer":"","totals":{"bounced":1,"cancelled":2,"exported":1,"planned":1,"refused":1}},"delivery":null,"host":"pc-1","kind":"sealed","run":"R1","seq":45,"v":1}','1e2a71e079e01092b7635355272f16281265fb2d371ee245badd5e577b5d6880','063054b7faf650b6687f7b1b79d697e5bf88b41b8a2498751b9bd1bb0a9d611e');
CREATE TABLE head (
	chain TEXT NOT NULL, 
	count INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_head PRIMARY KEY (chain)
);
INSERT INTO "head" VALUES('1954c9084944a940c83bd085b401cdc4',45,'063054b7faf650b6687f7b1b79d697e5bf88b41b8a2498751b9bd1bb0a9d611e');
CREATE TABLE master (
	workbook TEXT NOT NULL, 
	seq INTEGER, 
	sha256 TEXT, 
	rules TEXT, 
	seen_at TEXT, 
	CONSTRAINT pk_master PRIMARY KEY (workbook)
);
INSERT INTO "master" VALUES('clients.xlsx',38,'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd','{"00123":{"EMAILPRED":{"c":"a395fadfcbfae922e873621953f2b6e9b6b851bf7dc04bfb6f6a82d950994e96"}}}','2026-10-30T18:00:30.000005+00:00');
CREATE TABLE personal (
	commitment TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	salt TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_personal PRIMARY KEY (commitment), 
	CONSTRAINT uq_personal_digest UNIQUE (digest)
);
INSERT INTO "personal" VALUES('c1c48e00dd1aa51e5f01029498357dd48d4d7cd7334233e4d0e0c71fb7987b2d','address','e4010f795dd702f357b33a0f9385eef6b4ffcc78f1ca81d6124d5838b025194e','dc64fbe718b183a0203d38858a46efc0','pagos@example.mx');
INSERT INTO "personal" VALUES('5fdb1641873d371152233f31a3a92c7374b340ba527858b9d2b50bd1234cdb54','subject','cacedaab825616c67318b7fd261915471eeb0084088768e9f6b2cd249fe7d756','afcfab4b9cead590ac66b73eb8114538','Factura A-1 de Ñandú');
INSERT INTO "personal" VALUES('a9732b3cd2ceb1ae4558deea35d16f3cd446ab85071ed4407dacd15eeb8a08df','address','62ff386e411d1df3b335d98310ba9bae9b9093e7beed7548b6fb19cdacf06c36','4e97d00de622d5443a21ca84c409830f','archivo@example.mx');
INSERT INTO "personal" VALUES('4dba626eb14755a14382f4f12c106ddfe59524ddc5af8c55c78f38af19c1e4a9','reply','bef5e23bfb900a9f4de39d4bb4a413a4a2946da1c28d47de02aab1fb76dba8b2','27eb1ed3fe5ce3ab894552afd3af248e','250 2.0.0 ok');
INSERT INTO "personal" VALUES('839cb101e4a8dbcf5d03362bcd0c299e0562b43c803e89846990417c0d463c7e','reply','864ee8ed631fddeb2c7cd0b87eebbf4775126deca4d0dc973168976ae9b641a3','07782c954f5b9838d2c288c450645e3d','');
INSERT INTO "personal" VALUES('9e122912fa0fefdb3d40e01a966631acf0e185b37217e98d5042e9912677dee9','reply','e6e6602a02bf00e955cad79b7a4a0d039972b4bb4d48ad4bcfcc2baa4392a271','660cad83c7946dd9697418cd7bfb7642','550 no such user');
INSERT INTO "personal" VALUES('f9a180c7ba134ab7502d57d8a5c74fdf9752abd976b71cae141cdbe3d6b6c428','cell','3c47c3893166df354a4b11807fac0edad7ecf533bcd08866082607f8f3ff53ea','309c87c16751e374a0093982bfd3fb97','');
INSERT INTO "personal" VALUES('a395fadfcbfae922e873621953f2b6e9b6b851bf7dc04bfb6f6a82d950994e96','cell','1449feb0837df7ec6579144fc043d8328c7625a2f77bc202468926a575df8860','598e9b6c8c0f7329fd703da353ef35c5','pagos@example.mx');
INSERT INTO "personal" VALUES('7c5039612bac4d9f1cb0b03086e302f8352d4926e82924fd92df7fc3bb1f07f3','reason','d527a3e0b6a06137fbf6e52f206edfdeda005f029e06ebb6069b7bef53e13c14','8c5facc661c02ebc2818300a9cc150ce','asked by phone');
INSERT INTO "personal" VALUES('e7fe1fed92d36af31ad4f0fc9ab911ff655f71b02dda94984d5ad490061cd580','rfc','7826f3b05a385d2f3d2bde7b1817c6a4e7965032388b9d4bd12e34abd064d736','47fe4a70507481ac74480a9a6b268ea7','EKU9003173C9');
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
INSERT INTO "plan_delivery" VALUES('P1','D3dc51969edfbe6e86811','mail',0);
INSERT INTO "plan_delivery" VALUES('P1','D0a810802bb07a9ce4b70','mail',1);
INSERT INTO "plan_delivery" VALUES('P1','Df8fc998ec0edd8762a55','mail',2);
INSERT INTO "plan_delivery" VALUES('P1','Db007b31313916210ddf0','mail',3);
INSERT INTO "plan_delivery" VALUES('P1','Dfb680ecc2c9975820451','mail',4);
INSERT INTO "plan_delivery" VALUES('P1','D46c396f3dca6c388f150','mail',5);
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
INSERT INTO "run_delivery" VALUES('R1','D3dc51969edfbe6e86811');
INSERT INTO "run_delivery" VALUES('R1','D0a810802bb07a9ce4b70');
INSERT INTO "run_delivery" VALUES('R1','Df8fc998ec0edd8762a55');
INSERT INTO "run_delivery" VALUES('R1','Db007b31313916210ddf0');
INSERT INTO "run_delivery" VALUES('R1','Dfb680ecc2c9975820451');
INSERT INTO "run_delivery" VALUES('R1','D46c396f3dca6c388f150');
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
INSERT INTO "seal" VALUES(45,'R1',44,'1e2a71e079e01092b7635355272f16281265fb2d371ee245badd5e577b5d6880','{"bounced":1,"cancelled":2,"exported":1,"planned":1,"refused":1}','','','2026-10-30T18:00:37.000005+00:00');
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
CREATE INDEX ix_delivery_folio ON delivery (folio);
COMMIT;
