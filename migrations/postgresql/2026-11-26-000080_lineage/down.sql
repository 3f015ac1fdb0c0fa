DROP TABLE lineage_weeks;
DROP TABLE lineage_figures;
