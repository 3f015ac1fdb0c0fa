DROP TABLE media_pieces;
DROP TABLE media;
DROP TABLE attachment_pieces;
DROP TABLE attachments;
